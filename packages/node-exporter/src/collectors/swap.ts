import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseSwaps } from "../procfs/swaps.ts";

const FAMILIES = [
  ["node_swap_size_bytes", "sizeBytes", "Size of the swap device."],
  ["node_swap_used_bytes", "usedBytes", "Space of the swap device that is in use."],
  ["node_swap_priority", "priority", "Priority of the swap device; the kernel fills those of higher priority first."],
] as const;

export const swap: CollectorDefinition<Host> = defineCollector({
  name: "swap",
  help: "Size, use and priority of each swap device, from /proc/swaps.",
  enabledByDefault: false,
  isSteady: true,
  read: (host: Host) =>
    parseSwaps(orNoData(() => host.proc.hot("swaps"), "the kernel cannot swap: /proc/swaps is absent")),
  families: (family) =>
    FAMILIES.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["device", "swap_type"],
        help,
        samples: (devices, emit) => {
          for (const swapDevice of devices) emit(swapDevice[key], swapDevice.device, swapDevice.type);
        },
      }),
    ),
});
