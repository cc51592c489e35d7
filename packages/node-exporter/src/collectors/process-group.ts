import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import type { GroupReading } from "../process-group/group-totals.ts";
import { COUNTERS, GUARDED_FILES, type GuardedFile } from "../process-group/numbers.ts";
import { checkGroupRules, parseGroupRule } from "../process-group/parse-group-rule.ts";
import { createGroupReader, type GroupReader, type ProcessGroups } from "../process-group/read-groups.ts";

const USER_HZ = 100;

const FILES = Object.keys(GUARDED_FILES) as GuardedFile[];

/** What this user may not read of the processes, and what would give it. */
function refusals({ groups }: ProcessGroups): string {
  const parts: string[] = [];
  for (const file of FILES) {
    let processes = 0;
    for (const { refused } of groups) processes += refused[file];
    if (processes > 0) parts.push(`/proc/PID/${file} of ${processes} processes (${GUARDED_FILES[file]})`);
  }
  return parts.length === 0 ? "" : `may not be read: ${parts.join(", ")}; run as root or give these capabilities`;
}

type Pick = (group: GroupReading) => number | undefined;

/** Emits one number of each group that has it. */
function emitGroups({ groups }: ProcessGroups, pick: Pick, emit: (value: number, group: string) => void): void {
  for (let at = 0; at < groups.length; at += 1) {
    const group = groups[at] as GroupReading;
    const value = pick(group);
    if (value !== undefined) emit(value, group.group);
  }
}

const counterOf =
  (name: keyof typeof COUNTERS): Pick =>
  ({ counters }) =>
    counters[COUNTERS[name]];

const GAUGES = [
  ["node_process_group_processes", ({ processes }) => processes, "Processes in the group."],
  ["node_process_group_threads", ({ threads }) => threads, "Threads of the processes."],
  [
    "node_process_group_memory_resident_bytes",
    ({ residentBytes }) => residentBytes,
    "Resident memory; what processes share counts for each of them.",
  ],
  ["node_process_group_memory_virtual_bytes", ({ virtualBytes }) => virtualBytes, "Virtual memory."],
  ["node_process_group_memory_swap_bytes", ({ swapBytes }) => swapBytes, "Memory that is swapped out."],
  [
    "node_process_group_memory_proportional_bytes",
    ({ proportionalBytes }) => proportionalBytes,
    "Resident memory, of which each process that shares it has its part; only with --collector.process_group.smaps.",
  ],
  ["node_process_group_open_file_descriptors", ({ openFiles }) => openFiles, "Open file descriptors."],
  [
    "node_process_group_worst_file_descriptor_ratio",
    ({ worstOpenFilesRatio }) => worstOpenFilesRatio,
    "Open file descriptors by their limit, of the process that is nearest to its own.",
  ],
] as const satisfies readonly (readonly [string, Pick, string])[];

const TOTALS = [
  ["node_process_group_read_bytes_total", counterOf("readBytes"), "Bytes read from storage."],
  ["node_process_group_written_bytes_total", counterOf("writtenBytes"), "Bytes written to storage."],
  [
    "node_process_group_minor_page_faults_total",
    counterOf("minorFaults"),
    "Page faults that needed no reading from storage.",
  ],
  [
    "node_process_group_major_page_faults_total",
    counterOf("majorFaults"),
    "Page faults that had to read from storage.",
  ],
] as const satisfies readonly (readonly [string, Pick, string])[];

const userTicks = counterOf("userTicks");
const systemTicks = counterOf("systemTicks");
const voluntarySwitches = counterOf("voluntarySwitches");
const involuntarySwitches = counterOf("involuntarySwitches");

/** Processes in groups that flags name; process-exporter is the program known for it. */
export const processGroup: CollectorDefinition<Host> = defineCollector({
  name: "process_group",
  help: "CPU, memory, files and I/O of named groups of processes, from /proc/PID; not in node_exporter.",
  enabledByDefault: false,
  options: {
    match: {
      flag: "collector.process_group.match",
      type: "strings",
      default: [],
      placeholder: "NAME=REGEX",
      check: checkGroupRules,
      help: "Group and the regular expression of the names of its processes, or with NAME=cmdline:REGEX of their arguments; a process is in the group of the first that matches; may be repeated.",
    },
    smaps: {
      flag: "collector.process_group.smaps",
      type: "boolean",
      default: false,
      help: "Read /proc/PID/smaps_rollup for proportional memory, which is slow for processes of much memory.",
    },
  },
  setup: ({ match, smaps }, host: Host): GroupReader => createGroupReader(host, match.map(parseGroupRule), smaps),
  read: (_host: Host, signal, reader) => reader.read(signal),
  lacks: refusals,
  families: (family) => [
    ...GAUGES.map(([name, pick, help]) =>
      family({ name, type: "gauge", labels: ["group"], help, samples: (data, emit) => emitGroups(data, pick, emit) }),
    ),
    ...TOTALS.map(([name, pick, help]) =>
      family({ name, type: "counter", labels: ["group"], help, samples: (data, emit) => emitGroups(data, pick, emit) }),
    ),
    family({
      name: "node_process_group_cpu_seconds_total",
      type: "counter",
      labels: ["group", "mode"],
      help: "CPU time of the processes, of ended ones up to the last scrape that saw them.",
      samples: (data, emit) => {
        emitGroups(data, userTicks, (ticks, group) => emit(ticks / USER_HZ, group, "user"));
        emitGroups(data, systemTicks, (ticks, group) => emit(ticks / USER_HZ, group, "system"));
      },
    }),
    family({
      name: "node_process_group_context_switches_total",
      type: "counter",
      labels: ["group", "type"],
      help: "Context switches of all threads: voluntary ones to wait, involuntary ones for others to run.",
      samples: (data, emit) => {
        emitGroups(data, voluntarySwitches, (count, group) => emit(count, group, "voluntary"));
        emitGroups(data, involuntarySwitches, (count, group) => emit(count, group, "involuntary"));
      },
    }),
    family({
      name: "node_process_group_oldest_start_time_seconds",
      type: "gauge",
      labels: ["group"],
      help: "Unix time at which the oldest process of the group started.",
      samples: (data, emit) => {
        const { bootTime } = data;
        if (bootTime === undefined) return;
        emitGroups(
          data,
          ({ oldestStartTicks }) =>
            oldestStartTicks === undefined ? undefined : bootTime + oldestStartTicks / USER_HZ,
          emit,
        );
      },
    }),
    family({
      name: "node_process_group_unreadable_processes",
      type: "gauge",
      labels: ["group", "file"],
      help: "Processes whose file this user may not read, so that the sums from it are without them.",
      samples: (data, emit) => {
        for (const file of FILES)
          emitGroups(
            data,
            ({ refused }) => refused[file],
            (count, group) => emit(count, group, file),
          );
      },
    }),
    family({
      name: "node_process_group_omitted_processes",
      type: "gauge",
      help: "Processes that were not looked at, since more are running than are remembered.",
      samples: ({ omitted }, emit) => emit(omitted),
    }),
  ],
});
