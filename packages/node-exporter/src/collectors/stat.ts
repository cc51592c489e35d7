import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { parseStat } from "../procfs/stat.ts";

/** Vectors in the order of the kernel's softirq line. */
const SOFTIRQ_VECTORS = [
  "hi",
  "timer",
  "net_tx",
  "net_rx",
  "block",
  "block_iopoll",
  "tasklet",
  "sched",
  "hrtimer",
  "rcu",
];

export const stat: CollectorDefinition<Host> = defineCollector({
  name: "stat",
  help: "Interrupts, context switches, forks, boot time and process states, from /proc/stat.",
  enabledByDefault: true,
  options: {
    softirq: {
      flag: "collector.stat.softirq",
      type: "boolean",
      default: false,
      help: "Expose softirq calls by vector.",
    },
  },
  read: (host: Host, _signal, options) => ({
    counters: parseStat(host.proc.hot("stat", 0), options.softirq),
    softirq: options.softirq,
  }),
  families: (family) => [
    family({
      name: "node_intr_total",
      type: "counter",
      help: "Interrupts that the machine has serviced since boot.",
      samples: ({ counters }, emit) => emit(counters.interrupts),
    }),
    family({
      name: "node_context_switches_total",
      type: "counter",
      help: "Switches from one task to another on all CPUs since boot.",
      samples: ({ counters }, emit) => emit(counters.contextSwitches),
    }),
    family({
      name: "node_forks_total",
      type: "counter",
      help: "Processes and threads that were created since boot.",
      samples: ({ counters }, emit) => emit(counters.forks),
    }),
    family({
      name: "node_boot_time_seconds",
      type: "gauge",
      help: "When the machine booted, in seconds since the Unix epoch.",
      samples: ({ counters }, emit) => emit(counters.bootTime),
    }),
    family({
      name: "node_procs_running",
      type: "gauge",
      help: "Tasks that run or are ready to run.",
      samples: ({ counters }, emit) => emit(counters.processesRunning),
    }),
    family({
      name: "node_procs_blocked",
      type: "gauge",
      help: "Tasks that wait for I/O to complete.",
      samples: ({ counters }, emit) => emit(counters.processesBlocked),
    }),
    family({
      name: "node_softirqs_total",
      type: "counter",
      labels: ["vector"],
      help: "Softirq calls by vector since boot.",
      samples: ({ counters, softirq }, emit) => {
        if (!softirq) return;
        for (const [index, vector] of SOFTIRQ_VECTORS.entries()) emit(counters.softirqs[index] ?? 0, vector);
      },
    }),
  ],
});
