import { defineCollector, PartialDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createCpuTimesGuard } from "../cpu-times-guard.ts";
import { createCpuTopologyReader, type CpuTopology } from "../cpu-topology.ts";
import { ifPresent } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseCpuinfo, type CpuInfo } from "../procfs/cpuinfo.ts";
import { parseCpuTimes, type CpuTimes } from "../procfs/stat.ts";
import { parseCpuList } from "../sysfs/cpu-list.ts";

/** Modes in the order of the kernel's columns; guest times come after them and are also part of user and nice. */
const MODES = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"];
const GUEST = 8;
const GUEST_NICE = 9;
const ISOLATED = "devices/system/cpu/isolated";
const HERTZ_PER_MEGAHERTZ = 1e6;

interface Throttles {
  readonly package: string;
  readonly core: string;
  readonly count: number;
}

interface CpuData {
  info: readonly CpuInfo[];
  flags: readonly string[];
  bugs: readonly string[];
  times: readonly CpuTimes[];
  readonly guest: boolean;
  isolated: readonly string[];
  coreThrottles: readonly Throttles[];
  packageThrottles: readonly Throttles[];
  online: CpuTopology["online"];
}

const readThrottles = (host: Host, counters: CpuTopology["coreThrottles"]): readonly Throttles[] => {
  const throttles: Throttles[] = [];
  for (const counter of counters) {
    const count = host.sys.number(counter.path);
    if (count !== undefined) throttles.push({ package: counter.package, core: counter.core, count });
  }
  return throttles;
};

const readIsolated = (host: Host): readonly string[] =>
  (ifPresent(() => parseCpuList(host.sys.text(ISOLATED), ISOLATED)) ?? []).map(String);

export const cpu: CollectorDefinition<Host> = defineCollector({
  name: "cpu",
  help: "Time by CPU and mode, throttling and online state, from /proc/stat and /sys/devices/system/cpu.",
  enabledByDefault: true,
  options: {
    guest: {
      flag: "collector.cpu.guest",
      type: "boolean",
      default: true,
      help: "Expose the time that CPUs spent in guests.",
    },
    info: {
      flag: "collector.cpu.info",
      type: "boolean",
      default: false,
      help: "Expose what /proc/cpuinfo tells of each CPU.",
    },
    flagsInclude: {
      flag: "collector.cpu.info.flags-include",
      type: "regex",
      default: "",
      help: "CPU flags to expose; implies --collector.cpu.info.",
    },
    bugsInclude: {
      flag: "collector.cpu.info.bugs-include",
      type: "regex",
      default: "",
      help: "CPU bugs to expose; implies --collector.cpu.info.",
    },
  },
  setup: (options, host: Host) => ({
    options,
    readsInfo: options.info || options.flagsInclude !== undefined || options.bugsInclude !== undefined,
    guard: createCpuTimesGuard(),
    topology: createCpuTopologyReader(host),
    // Read by the first scrape: what it holds then must not keep the program from starting.
    isolated: undefined as readonly string[] | undefined,
  }),
  read: (host: Host, _signal, state): CpuData => {
    const { options, readsInfo, guard, topology } = state;
    const data: CpuData = {
      info: [],
      flags: [],
      bugs: [],
      times: [],
      guest: options.guest,
      isolated: [],
      coreThrottles: [],
      packageThrottles: [],
      online: [],
    };
    try {
      if (readsInfo) {
        data.info = parseCpuinfo(host.proc.hot("cpuinfo"));
        const [first] = data.info;
        data.flags = first?.flags.filter((flag) => options.flagsInclude?.test(flag) === true) ?? [];
        data.bugs = first?.bugs.filter((bug) => options.bugsInclude?.test(bug) === true) ?? [];
      }
      data.times = guard.advance(parseCpuTimes(host.proc.hot("stat", 0)));
      // Set on the kernel's command line, so it holds until the next boot.
      state.isolated ??= readIsolated(host);
      data.isolated = state.isolated;
      const { online, coreThrottles, packageThrottles } = topology();
      data.coreThrottles = readThrottles(host, coreThrottles);
      data.packageThrottles = readThrottles(host, packageThrottles);
      data.online = online;
    } catch (error) {
      throw new PartialDataError(data, error);
    }
    return data;
  },
  families: (family) => [
    family({
      name: "node_cpu_info",
      type: "gauge",
      labels: [
        "package",
        "core",
        "cpu",
        "vendor",
        "family",
        "model",
        "model_name",
        "microcode",
        "stepping",
        "cachesize",
      ],
      help: "What /proc/cpuinfo tells of each CPU; the value is always 1.",
      samples: ({ info }, emit) => {
        for (const one of info) {
          emit(
            1,
            one.package,
            one.core,
            one.processor,
            one.vendor,
            one.family,
            one.model,
            one.modelName,
            one.microcode,
            one.stepping,
            one.cacheSize,
          );
        }
      },
    }),
    family({
      name: "node_cpu_frequency_hertz",
      type: "gauge",
      labels: ["package", "core", "cpu"],
      help: "Frequency of each CPU when /proc/cpuinfo was read.",
      samples: ({ info }, emit) => {
        for (const one of info) {
          emit((one.megahertz ?? 0) * HERTZ_PER_MEGAHERTZ, one.package, one.core, one.processor);
        }
      },
    }),
    family({
      name: "node_cpu_flag_info",
      type: "gauge",
      labels: ["flag"],
      help: "Features of the first CPU that the pattern selects; the value is always 1.",
      samples: ({ flags }, emit) => {
        for (const flag of flags) emit(1, flag);
      },
    }),
    family({
      name: "node_cpu_bug_info",
      type: "gauge",
      labels: ["bug"],
      help: "Hardware bugs of the first CPU that the pattern selects; the value is always 1.",
      samples: ({ bugs }, emit) => {
        for (const bug of bugs) emit(1, bug);
      },
    }),
    family({
      name: "node_cpu_seconds_total",
      type: "counter",
      labels: ["cpu", "mode"],
      help: "Time that each CPU spent in each mode; time in guests counts as user or nice too.",
      samples: ({ times }, emit) => {
        // By index: for each pass of a loop over an iterator, the interpreter makes an object.
        for (let at = 0; at < times.length; at += 1) {
          const { cpu, seconds } = times[at] as CpuTimes;
          for (let mode = 0; mode < GUEST; mode += 1) emit(seconds[mode] ?? 0, cpu, MODES[mode] as string);
        }
      },
    }),
    family({
      name: "node_cpu_guest_seconds_total",
      type: "counter",
      labels: ["cpu", "mode"],
      help: "Time that each CPU spent running guests, of normal and of lowered priority.",
      samples: ({ times, guest }, emit) => {
        if (!guest) return;
        for (let at = 0; at < times.length; at += 1) {
          const { cpu, seconds } = times[at] as CpuTimes;
          emit(seconds[GUEST] ?? 0, cpu, "user");
          emit(seconds[GUEST_NICE] ?? 0, cpu, "nice");
        }
      },
    }),
    family({
      name: "node_cpu_isolated",
      type: "gauge",
      labels: ["cpu"],
      help: "1 for each CPU that the scheduler leaves alone (isolcpus).",
      samples: ({ isolated }, emit) => {
        for (const one of isolated) emit(1, one);
      },
    }),
    family({
      name: "node_cpu_package_throttles_total",
      type: "counter",
      labels: ["package"],
      help: "Times that the CPU package was slowed down because of heat.",
      samples: ({ packageThrottles }, emit) => {
        for (const one of packageThrottles) emit(one.count, one.package);
      },
    }),
    family({
      name: "node_cpu_core_throttles_total",
      type: "counter",
      labels: ["package", "core"],
      help: "Times that the CPU core was slowed down because of heat.",
      samples: ({ coreThrottles }, emit) => {
        for (const one of coreThrottles) emit(one.count, one.package, one.core);
      },
    }),
    family({
      name: "node_cpu_online",
      type: "gauge",
      labels: ["cpu"],
      help: "Whether the CPU is switched on and given work.",
      samples: ({ online }, emit) => {
        for (const [one, on] of online) emit(on ? 1 : 0, one);
      },
    }),
  ],
});
