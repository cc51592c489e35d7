import {
  defineCollector,
  DeniedError,
  NoDataError,
  PartialDataError,
  UnsupportedError,
  type CollectorDefinition,
} from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { legacyName } from "../name-selection.ts";
import { parsePerfCpus, parseTracepoints } from "../native/perf-flags.ts";
import { isChosen, PROFILERS, type Profiler, type ProfilerKind } from "../native/perf-profilers.ts";
import { openPerfSession, type PerfReadings, type PerfSession } from "../native/perf-session.ts";
import { readTracepointIds } from "../native/perf-tracepoints.ts";
import { SystemError } from "../native/system-error.ts";
import { parseCpuList } from "../sysfs/cpu-list.ts";

interface PerfState {
  /** By position in PROFILERS, where the session has its readings. */
  readonly positions: readonly (number | undefined)[];
  readonly tracepointFamilies: readonly string[];
  readonly session: PerfSession | undefined;
  /** Why there is nothing to tell. */
  readonly failure: Error | undefined;
}

interface PerfData extends PerfReadings {
  readonly positions: readonly (number | undefined)[];
  readonly tracepointFamilies: readonly string[];
}

const ONLINE = "devices/system/cpu/online";
const PARANOID = "sys/kernel/perf_event_paranoid";

/** CPUs that are online; NoDataError where sysfs does not tell. */
function onlineCpus({ sys }: Host): readonly number[] {
  try {
    return parseCpuList(sys.text(ONLINE), ONLINE);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    throw new NoDataError(`${sys.root}/${ONLINE} does not exist; --collector.perf.cpus would say which CPUs there are`);
  }
}

const isRefusal = (error: unknown): boolean => error instanceof SystemError && error.syscall === "syscall";

/** What it means that the kernel refused to open an event; an error that is no such refusal explains itself. */
function explain({ proc }: Host, refusal: unknown): Error {
  if (!isRefusal(refusal)) return refusal instanceof Error ? refusal : new Error(String(refusal));
  if (hasCode(refusal, "EACCES", "EPERM")) {
    const paranoid = proc.attribute(PARANOID);
    const setting = paranoid === undefined ? "" : ` (kernel.perf_event_paranoid is ${paranoid})`;
    return new DeniedError(
      `perf_event_open was refused${setting}: give CAP_PERFMON, CAP_SYS_ADMIN before Linux 5.8, or set kernel.perf_event_paranoid to 0`,
    );
  }
  if (hasCode(refusal, "ENOSYS")) return new UnsupportedError("this kernel is built without perf events");
  if (hasCode(refusal, "EMFILE", "ENFILE")) {
    return new Error("perf_event_open: too many open files; raise LimitNOFILE, or choose fewer CPUs or profilers");
  }
  return new NoDataError(`the kernel cannot count these events on these CPUs: ${(refusal as SystemError).code}`);
}

interface PerfOptions {
  readonly cpus: string;
  readonly tracepoints: readonly string[];
  readonly noHardware: boolean;
  readonly hardware: readonly string[];
  readonly noSoftware: boolean;
  readonly software: readonly string[];
  readonly noCache: boolean;
  readonly cache: readonly string[];
}

function wantedProfilers(options: PerfOptions, { warn }: Host): readonly Profiler[] {
  for (const kind of ["hardware", "software", "cache"] as const) {
    for (const name of options[kind]) {
      const isKnown = PROFILERS.some((profiler) => profiler.kind === kind && profiler.name === name);
      if (!isKnown) warn?.(`Unknown ${kind} profiler: ${name}`, { collector: "perf" });
    }
  }
  const disabled: Readonly<Record<ProfilerKind, boolean>> = {
    hardware: options.noHardware,
    software: options.noSoftware,
    cache: options.noCache,
  };
  return PROFILERS.filter((profiler) => !disabled[profiler.kind] && isChosen(profiler, options[profiler.kind]));
}

/**
 * Opens the counters once. Faults of flags and tracepoints that cannot be had stop the program's start, as they do in
 * node_exporter; profilers that cannot be opened do not.
 */
function setUp(options: PerfOptions, host: Host): PerfState {
  const tracepoints = parseTracepoints(options.tracepoints);
  const givenCpus = options.cpus === "" ? undefined : parsePerfCpus(options.cpus);
  const profilers = wantedProfilers(options, host);
  const positionOf = new Map(profilers.map((profiler, position) => [profiler, position]));
  const state = {
    positions: PROFILERS.map((profiler) => positionOf.get(profiler)),
    tracepointFamilies: tracepoints.map(({ subsystem, event }) => `node_perf_${legacyName(`${subsystem}_${event}`)}`),
  };
  try {
    const cpus = givenCpus ?? onlineCpus(host);
    const ids = readTracepointIds(host, tracepoints);
    const session = openPerfSession({ cpus, events: profilers, tracepoints: ids });
    host.onClose?.(() => session.close());
    const isEmpty = session.counters === 0 && session.refusal !== undefined;
    return { ...state, session, failure: isEmpty ? explain(host, session.refusal) : undefined };
  } catch (error) {
    const failure = explain(host, error);
    const isMissing = error instanceof UnsupportedError || error instanceof NoDataError;
    if (tracepoints.length === 0 || isMissing) return { ...state, session: undefined, failure };
    throw new Error(`collector perf: ${failure.message}`, { cause: error });
  }
}

/** Events that processors and the kernel count. */
export const perf: CollectorDefinition<Host> = defineCollector({
  name: "perf",
  help: "Hardware, software, cache and tracepoint events of each CPU, by perf_event_open(2).",
  enabledByDefault: false,
  options: {
    cpus: {
      flag: "collector.perf.cpus",
      type: "string",
      default: "",
      placeholder: "LIST",
      help: "CPUs to count on, such as 0,2-6:2 with a step of two; without it, all that are online.",
    },
    tracepoints: {
      flag: "collector.perf.tracepoint",
      type: "strings",
      default: [],
      placeholder: "SUBSYSTEM:EVENT",
      help: "Tracepoint to count; may be given more than once.",
    },
    noHardware: {
      flag: "collector.perf.disable-hardware-profilers",
      type: "boolean",
      default: false,
      help: "Count no hardware events.",
    },
    hardware: {
      flag: "collector.perf.hardware-profilers",
      type: "strings",
      default: [],
      placeholder: "NAME",
      help: "Hardware event to count, such as CpuCycles; without it, all of them. Unknown names are passed over.",
    },
    noSoftware: {
      flag: "collector.perf.disable-software-profilers",
      type: "boolean",
      default: false,
      help: "Count no software events.",
    },
    software: {
      flag: "collector.perf.software-profilers",
      type: "strings",
      default: [],
      placeholder: "NAME",
      help: "Software event to count, such as PageFault; without it, all of them. Unknown names are passed over.",
    },
    noCache: {
      flag: "collector.perf.disable-cache-profilers",
      type: "boolean",
      default: false,
      help: "Count no cache events.",
    },
    cache: {
      flag: "collector.perf.cache-profilers",
      type: "strings",
      default: [],
      placeholder: "NAME",
      help: "Cache event to count, such as LLReadMiss; without it, all of them. Unknown names are passed over.",
    },
  },
  setup: (options, host: Host): PerfState => setUp(options, host),
  read: (_host: Host, _signal, { session, failure, positions, tracepointFamilies }): PerfData => {
    if (failure !== undefined || session === undefined) throw failure ?? new NoDataError("no event is open");
    try {
      return { ...session.read(), positions, tracepointFamilies };
    } catch (error) {
      if (!(error instanceof PartialDataError)) throw error;
      throw new PartialDataError({ ...(error.data as PerfReadings), positions, tracepointFamilies }, error.cause);
    }
  },
  families: (family) => [
    ...PROFILERS.map(({ family: name, help }, index) =>
      family({
        name,
        type: "counter",
        labels: ["cpu"],
        help,
        samples: ({ positions, events }, emit) => {
          const position = positions[index];
          if (position === undefined) return;
          const readings = events[position] ?? [];
          for (let at = 0; at < readings.length; at += 1) {
            const { cpu, value } = readings[at] as (typeof readings)[number];
            emit(value, cpu);
          }
        },
      }),
    ),
    family.dynamic({
      prefix: "node_perf_",
      type: "counter",
      labels: ["cpu"],
      help: "Times that the tracepoint was passed on the CPU; the name has its subsystem and event.",
      lintExempt: "node_exporter names these counters after their tracepoints, without a suffix.",
      samples: ({ tracepoints, tracepointFamilies }, emit) => {
        for (const { cpu, values } of tracepoints) {
          for (let at = 0; at < values.length; at += 1) {
            const name = tracepointFamilies[at];
            if (name !== undefined) emit(name, values[at] as number, cpu);
          }
        }
      },
    }),
  ],
});
