import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { parseZoneinfo, type MemoryZone } from "../procfs/zoneinfo.ts";
import { ZONE_FAMILIES } from "../zoneinfo/zone-families.ts";

const PROTECTION = "node_zoneinfo_protection_";

export const zoneinfo: CollectorDefinition<Host> = defineCollector({
  name: "zoneinfo",
  help: "Pages and allocation counters of each memory zone, from /proc/zoneinfo.",
  enabledByDefault: false,
  setup: (_options, _host: Host) => new Map(ZONE_FAMILIES.map(({ field }, at) => [field as string, at])),
  read: (host: Host, _signal, wanted) => parseZoneinfo(host.proc.hot("zoneinfo"), wanted),
  families: (family) => [
    ...ZONE_FAMILIES.map(({ name, type, help }, field) =>
      family({
        name,
        type,
        labels: ["node", "zone"],
        help,
        samples: (zones, emit) => {
          for (let at = 0; at < zones.length; at += 1) {
            const { node, zone, values } = zones[at] as MemoryZone;
            const value = values[field];
            if (value !== undefined) emit(value, node, zone);
          }
        },
      }),
    ),
    family.dynamic({
      prefix: "node_zoneinfo_protection_",
      type: "gauge",
      labels: ["node", "zone"],
      help: "Pages of the zone that are held back from allocations which a higher zone could serve.",
      helpFor: (name) => `Pages held back from allocations for zone ${name.slice(PROTECTION.length)} of the node.`,
      samples: (zones, emit) => {
        for (let at = 0; at < zones.length; at += 1) {
          const { node, zone, protection } = zones[at] as MemoryZone;
          for (let higher = 0; higher < protection.length; higher += 1) {
            emit(`node_zoneinfo_protection_${higher}`, protection[higher] as number, node, zone);
          }
        }
      },
    }),
  ],
});
