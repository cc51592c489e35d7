import { defineCollector } from "@sightglass/metrics-registry";
import { createAttributePaths } from "../attribute-paths.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { readNumbersOnPool } from "../pooled-numbers.ts";
import { parseCpuList } from "../sysfs/cpu-list.ts";

interface CpuFrequencies {
  readonly cpu: string;
  /** Hertz by position in FREQUENCIES. */
  readonly hertz: readonly (number | undefined)[];
  readonly governor: string;
  readonly availableGovernors: readonly string[];
}

interface OnlineCpu {
  readonly entry: string;
  readonly folder: string;
}

interface CpufreqState {
  /** Governors that a CPU's driver offers, by the text that lists them. */
  readonly governors: Map<string, readonly string[]>;
  /** Scrapes in a row in which reading took long. */
  slowScrapes: number;
  /** What the last scrape listed, and the CPUs that are online by it. */
  entries: readonly string[];
  offline: string | undefined;
  online: readonly OnlineCpu[];
  /** Those of them that have a frequency driver, and the device epoch in which it was looked for. */
  scaled: readonly string[];
  scaledIn: number | undefined;
  /** Paths of the files of each CPU, FILES by position. */
  readonly pathsOf: (entry: string) => readonly string[];
}

const CPUS = "devices/system/cpu";
const OFFLINE = `${CPUS}/offline`;
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

/**
 * Files that x86 kernels before 5.18 answer after a sleep of 10 ms for each CPU that was not asked within the last
 * second: 64 CPUs would stop the event loop for most of a second.
 */
const SLEEPING = FREQUENCIES.flatMap(({ attribute }, at) =>
  attribute === "cpuinfo_cur_freq" || attribute === "scaling_cur_freq" ? [at] : [],
);
/** Mean time for a CPU that only such a sleep explains. */
const SLOW_MS_PER_CPU = 5;
/** One slow scrape may be a busy machine. */
const SLOW_SCRAPES = 2;
/** Sleeping reads at a time, if the pool has as many threads. */
const CONCURRENCY = 32;

const FILES = [
  ...FREQUENCIES.map(({ attribute }) => `cpufreq/${attribute}`),
  "cpufreq/scaling_governor",
  "cpufreq/scaling_available_governors",
];
const GOVERNOR = FREQUENCIES.length;
const AVAILABLE_GOVERNORS = GOVERNOR + 1;

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

/** `known` has what was read before, by position in FREQUENCIES; it is not read again. */
function readCpu(
  sys: FileTree,
  entry: string,
  state: CpufreqState,
  known: ReadonlyMap<number, number | undefined>,
): CpuFrequencies {
  const paths = state.pathsOf(entry);
  const hertz: (number | undefined)[] = [];
  for (let at = 0; at < FREQUENCIES.length; at += 1) {
    const kilohertz = known.has(at) ? known.get(at) : sys.number(paths[at] as string);
    hertz.push(kilohertz === undefined ? undefined : kilohertz * KILO);
  }
  const governor = sys.attribute(paths[GOVERNOR] as string) ?? "";
  const available = governor === "" ? "" : (sys.attribute(paths[AVAILABLE_GOVERNORS] as string) ?? "");
  return { cpu: entry.slice(3), hertz, governor, availableGovernors: governorsOf(available, state) };
}

const NOTHING_KNOWN: ReadonlyMap<number, number | undefined> = new Map();

function readAll(sys: FileTree, entries: readonly string[], state: CpufreqState): readonly CpuFrequencies[] {
  const startedAt = performance.now();
  const cpus = entries.map((entry) => readCpu(sys, entry, state, NOTHING_KNOWN));
  const slow = performance.now() - startedAt > SLOW_MS_PER_CPU * entries.length;
  state.slowScrapes = slow && entries.length > 0 ? state.slowScrapes + 1 : 0;
  return cpus;
}

async function readSlowly(
  sys: FileTree,
  entries: readonly string[],
  state: CpufreqState,
): Promise<readonly CpuFrequencies[]> {
  const paths = entries.flatMap((entry) =>
    SLEEPING.map((at) => `${sys.root}/${CPUS}/${entry}/cpufreq/${FREQUENCIES[at]?.attribute}`),
  );
  const values = await readNumbersOnPool(paths, CONCURRENCY);
  return entries.map((entry, index) => {
    const known = new Map(SLEEPING.map((at, offset) => [at, values[index * SLEEPING.length + offset]]));
    return readCpu(sys, entry, state, known);
  });
}

/** The CPUs that are online and have a frequency driver. */
function scaledCpus(sys: FileTree, state: CpufreqState): readonly string[] {
  const offline = sys.hot(OFFLINE, 0);
  // A listing that has not changed is the same array.
  const entries = sys.list(CPUS);
  if (entries !== state.entries || offline !== state.offline) {
    const numbers = new Set(parseCpuList(offline, OFFLINE));
    state.online = entries
      .filter((entry) => isCpu(entry) && !numbers.has(Number(entry.slice(3))))
      .map((entry) => ({ entry, folder: `${CPUS}/${entry}/cpufreq` }));
    state.entries = entries;
    state.offline = offline;
    state.scaledIn = undefined;
  }
  // A driver's policy that comes or goes is an event of its own (cpufreq_online, and kobject_cleanup at its end).
  const epoch = sys.deviceEpoch();
  if (state.scaledIn !== epoch) {
    // An unscaled CPU has no folder; a look costs less than a dozen failing reads.
    state.scaled = state.online.filter(({ folder }) => sys.exists(folder)).map(({ entry }) => entry);
    state.scaledIn = epoch;
  }
  return state.scaled;
}

/** Frequencies and governors of the CPU frequency driver. */
export const cpufreq = defineCollector({
  name: "cpufreq",
  help: "Hardware and governor frequencies of each CPU, from /sys/devices/system/cpu/cpu*/cpufreq.",
  enabledByDefault: true,
  isSteady: true,
  setup: (_options, _host: Host): CpufreqState => ({
    governors: new Map(),
    slowScrapes: 0,
    entries: [],
    offline: undefined,
    online: [],
    scaled: [],
    scaledIn: undefined,
    pathsOf: createAttributePaths(CPUS, FILES),
  }),
  read: ({ sys }: Host, _signal, state) => {
    const entries = scaledCpus(sys, state);
    return state.slowScrapes < SLOW_SCRAPES ? readAll(sys, entries, state) : readSlowly(sys, entries, state);
  },
  families: (family) => [
    ...FREQUENCIES.map(({ name, help }, at) =>
      family({
        name,
        type: "gauge",
        labels: ["cpu"],
        help,
        samples: (cpus, emit) => {
          // By index: for each pass of a loop over an iterator, the interpreter makes an object.
          for (let index = 0; index < cpus.length; index += 1) {
            const { cpu, hertz } = cpus[index] as CpuFrequencies;
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
