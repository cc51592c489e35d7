import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { indexLabels } from "../index-labels.ts";
import { parseSoftirqs, type SoftirqCounts } from "../procfs/softirqs.ts";

export const softirqs: CollectorDefinition<Host> = defineCollector({
  name: "softirqs",
  help: "Softirq calls by CPU and vector, from /proc/softirqs.",
  enabledByDefault: false,
  read: (host: Host) => parseSoftirqs(host.proc.hot("softirqs")),
  families: (family) => [
    family({
      name: "node_softirqs_functions_total",
      type: "counter",
      labels: ["cpu", "type"],
      help: "Softirq handlers that a CPU has run since boot, by vector.",
      samples: (vectors, emit) => {
        for (let at = 0; at < vectors.length; at += 1) {
          const { type, counts } = vectors[at] as SoftirqCounts;
          const cpus = indexLabels(counts.length);
          for (let cpu = 0; cpu < counts.length; cpu += 1) emit(counts[cpu] as number, cpus[cpu] as string, type);
        }
      },
    }),
  ],
});
