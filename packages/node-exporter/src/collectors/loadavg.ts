import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { parseLoadavg } from "../procfs/loadavg.ts";

export const loadavg: CollectorDefinition<Host> = defineCollector({
  name: "loadavg",
  help: "Load averages over one, five and fifteen minutes, from /proc/loadavg.",
  enabledByDefault: true,
  read: (host: Host) => parseLoadavg(host.proc.hot("loadavg", 0)),
  families: (family) => [
    family({
      name: "node_load1",
      type: "gauge",
      help: "Tasks that run, wait for a CPU or sleep uninterruptibly, averaged over one minute.",
      samples: (loads, emit) => emit(loads.load1),
    }),
    family({
      name: "node_load5",
      type: "gauge",
      help: "Tasks that run, wait for a CPU or sleep uninterruptibly, averaged over five minutes.",
      samples: (loads, emit) => emit(loads.load5),
    }),
    family({
      name: "node_load15",
      type: "gauge",
      help: "Tasks that run, wait for a CPU or sleep uninterruptibly, averaged over fifteen minutes.",
      samples: (loads, emit) => emit(loads.load15),
    }),
  ],
});
