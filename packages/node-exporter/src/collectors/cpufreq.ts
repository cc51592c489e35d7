import { defineCollector } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { parseCpuList } from "../sysfs/cpu-list.ts";

interface CpuFrequencies {
  readonly cpu: string;
  /** Hertz by position in FREQUENCIES. */
  readonly hertz: readonly (number | undefined)[];
  readonly governor: string;
  readonly availableGovernors: readonly string[];
}

interface CpufreqState {
  /** Governors that a CPU's driver offers, by the text that lists them. */
  readonly governors: Map<string, readonly string[]>;
}

const CPUS = "devices/system/cpu";
/** Machines list one or two different sets of governors. */
const MAX_GOVERNOR_TEXTS = 64;

const FREQUENCIES = [
  {
    name: "node_cpu_frequency_hertz",
    attribute: "cpuinfo_cur_freq",
    help: "Frequency that the hardware reports for this CPU thread; most drivers let only root read it.",
  },
  {
    name: "node_cpu_frequency_avg_hertz",
    attribute: "cpuinfo_avg_freq",
    help: "Mean frequency that the hardware reports for this CPU thread.",
  },
  {
    name: "node_cpu_frequency_min_hertz",
    attribute: "cpuinfo_min_freq",
    help: "Lowest frequency that the hardware can run this CPU thread at.",
  },
  {
    name: "node_cpu_frequency_max_hertz",
    attribute: "cpuinfo_max_freq",
    help: "Highest frequency that the hardware can run this CPU thread at.",
  },
  {
    name: "node_cpu_scaling_frequency_hertz",
    attribute: "scaling_cur_freq",
    help: "Frequency that the governor last chose for this CPU thread.",
  },
  {
    name: "node_cpu_scaling_frequency_min_hertz",
    attribute: "scaling_min_freq",
    help: "Lowest frequency that the governor may choose for this CPU thread.",
  },
  {
    name: "node_cpu_scaling_frequency_max_hertz",
    attribute: "scaling_max_freq",
    help: "Highest frequency that the governor may choose for this CPU thread.",
  },
] as const;

const KILO = 1000;

function isCpu(entry: string): boolean {
  const digit = entry.charCodeAt(3);
  return entry.startsWith("cpu") && digit >= 48 && digit <= 57;
}

/** The kernel separates governors by a space; some drivers leave one at the end. */
function governorsOf(text: string, state: CpufreqState): readonly string[] {
  const known = state.governors.get(text);
  if (known !== undefined) return known;
  if (state.governors.size >= MAX_GOVERNOR_TEXTS) state.governors.clear();
  const governors = [...new Set(text.split(" "))];
  state.governors.set(text, governors);
  return governors;
}

function readCpu(sys: FileTree, entry: string, state: CpufreqState): CpuFrequencies {
  const folder = `${CPUS}/${entry}/cpufreq`;
  const hertz = FREQUENCIES.map(({ attribute }) => {
    const kilohertz = sys.number(`${folder}/${attribute}`);
    return kilohertz === undefined ? undefined : kilohertz * KILO;
  });
  const governor = sys.attribute(`${folder}/scaling_governor`) ?? "";
  const available = governor === "" ? "" : (sys.attribute(`${folder}/scaling_available_governors`) ?? "");
  return { cpu: entry.slice(3), hertz, governor, availableGovernors: governorsOf(available, state) };
}

/** Frequencies and governors of the CPU frequency driver. */
export const cpufreq = defineCollector({
  name: "cpufreq",
  help: "Hardware and governor frequencies of each CPU, from /sys/devices/system/cpu/cpu*/cpufreq.",
  enabledByDefault: true,
  setup: (_options, _host: Host): CpufreqState => ({ governors: new Map() }),
  read: ({ sys }: Host, _signal, state) => {
    const offline = new Set(parseCpuList(sys.hot(`${CPUS}/offline`)));
    const cpus: CpuFrequencies[] = [];
    for (const entry of sys.list(CPUS)) {
      if (!isCpu(entry) || offline.has(Number(entry.slice(3)))) continue;
      // An offline or unscaled CPU has no folder; a look costs less than a dozen failing reads.
      if (sys.exists(`${CPUS}/${entry}/cpufreq`)) cpus.push(readCpu(sys, entry, state));
    }
    return cpus;
  },
  families: (family) => [
    ...FREQUENCIES.map(({ name, help }, at) =>
      family({
        name,
        type: "gauge",
        labels: ["cpu"],
        help,
        samples: (cpus, emit) => {
          for (const { cpu, hertz } of cpus) {
            const value = hertz[at];
            if (value !== undefined) emit(value, cpu);
          }
        },
      }),
    ),
    family({
      name: "node_cpu_scaling_governor",
      type: "gauge",
      labels: ["cpu", "governor"],
      help: "Whether this governor is the one in use for the CPU thread (1) or merely on offer (0).",
      samples: (cpus, emit) => {
        for (const { cpu, governor, availableGovernors } of cpus) {
          if (governor === "") continue;
          for (const available of availableGovernors) emit(available === governor ? 1 : 0, cpu, available);
        }
      },
    }),
  ],
});
