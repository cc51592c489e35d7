import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { indexLabels } from "../index-labels.ts";
import { parseBuddyinfo, type BuddyZone } from "../procfs/buddyinfo.ts";

export const buddyinfo: CollectorDefinition<Host> = defineCollector({
  name: "buddyinfo",
  help: "Free memory blocks by size, which tell how fragmented memory is, from /proc/buddyinfo.",
  enabledByDefault: false,
  read: (host: Host) => parseBuddyinfo(host.proc.hot("buddyinfo")),
  families: (family) => [
    family({
      name: "node_buddyinfo_blocks",
      type: "gauge",
      labels: ["node", "zone", "size"],
      help: "Free blocks of a memory zone; a block of size n has 2^n pages.",
      samples: (zones, emit) => {
        for (let at = 0; at < zones.length; at += 1) {
          const { node, zone, blocks } = zones[at] as BuddyZone;
          const sizes = indexLabels(blocks.length);
          for (let size = 0; size < blocks.length; size += 1) {
            emit(blocks[size] as number, node, zone, sizes[size] as string);
          }
        }
      },
    }),
  ],
});
