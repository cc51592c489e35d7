import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { parseSingleNumber } from "../procfs/fields.ts";

const AVAILABLE = "sys/kernel/random/entropy_avail";
const POOL_SIZE = "sys/kernel/random/poolsize";

export const entropy: CollectorDefinition<Host> = defineCollector({
  name: "entropy",
  help: "Fill and size of the kernel's entropy pool, from /proc/sys/kernel/random.",
  enabledByDefault: true,
  read: (host: Host) => ({
    available: parseSingleNumber(host.proc.hot(AVAILABLE, 0), AVAILABLE),
    poolSize: parseSingleNumber(host.proc.hot(POOL_SIZE, 0), POOL_SIZE),
  }),
  families: (family) => [
    family({
      name: "node_entropy_available_bits",
      type: "gauge",
      lintExempt: "base-unit: node_exporter names it so, and entropy is counted in bits.",
      help: "Entropy that the kernel's random number generator holds, in bits.",
      samples: (pool, emit) => emit(pool.available),
    }),
    family({
      name: "node_entropy_pool_size_bits",
      type: "gauge",
      lintExempt: "base-unit: node_exporter names it so, and entropy is counted in bits.",
      help: "Entropy that the kernel's pool can hold, in bits.",
      samples: (pool, emit) => emit(pool.poolSize),
    }),
  ],
});
