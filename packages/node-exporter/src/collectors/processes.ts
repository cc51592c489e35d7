import { defineCollector, PartialDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { countTasks } from "../processes/count-tasks.ts";
import type { TaskCounts } from "../processes/task-counts.ts";
import { parseUnsigned } from "../procfs/integers.ts";

interface Processes {
  readonly counts: TaskCounts;
  maxThreads?: number;
  maxProcesses?: number;
}

const THREADS_MAX = "sys/kernel/threads-max";
const PID_MAX = "sys/kernel/pid_max";

const limit = ({ proc }: Host, path: string): number => parseUnsigned(proc.hot(path, 0).trim(), path, 1);

export const processes: CollectorDefinition<Host> = defineCollector({
  name: "processes",
  help: "Processes and threads by state, and their limits, from /proc/PID/stat and /proc/PID/task/TID/stat.",
  enabledByDefault: false,
  read: async (host: Host, signal): Promise<Processes> => {
    const found: Processes = { counts: await countTasks(host.proc.root, signal) };
    try {
      found.maxThreads = limit(host, THREADS_MAX);
      found.maxProcesses = limit(host, PID_MAX);
      return found;
    } catch (error) {
      throw new PartialDataError(found, error);
    }
  },
  families: (family) => [
    family({
      name: "node_processes_threads",
      type: "gauge",
      help: "Threads of all processes.",
      samples: ({ counts }, emit) => emit(counts.threads),
    }),
    family({
      name: "node_processes_max_threads",
      type: "gauge",
      help: "Threads that the kernel allows at most.",
      samples: ({ maxThreads }, emit) => {
        if (maxThreads !== undefined) emit(maxThreads);
      },
    }),
    family({
      name: "node_processes_state",
      type: "gauge",
      labels: ["state"],
      help: "Processes in each state that any is in, by the kernel's letter.",
      samples: ({ counts, maxThreads }, emit) => {
        if (maxThreads === undefined) return;
        for (const [state, count] of counts.processStates) emit(count, state);
      },
    }),
    family({
      name: "node_processes_threads_state",
      type: "gauge",
      labels: ["thread_state"],
      help: "Threads in each state that any is in, by the kernel's letter.",
      samples: ({ counts, maxThreads }, emit) => {
        if (maxThreads === undefined) return;
        for (const [state, count] of counts.threadStates) emit(count, state);
      },
    }),
    family({
      name: "node_processes_pids",
      type: "gauge",
      help: "Processes that exist.",
      samples: ({ counts, maxProcesses }, emit) => {
        if (maxProcesses !== undefined) emit(counts.processes);
      },
    }),
    family({
      name: "node_processes_max_processes",
      type: "gauge",
      help: "Processes and threads that the kernel has identities for.",
      samples: ({ maxProcesses }, emit) => {
        if (maxProcesses !== undefined) emit(maxProcesses);
      },
    }),
  ],
});
