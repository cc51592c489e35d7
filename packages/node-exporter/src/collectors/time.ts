import { defineCollector } from "@sightglass/metrics-registry";
import { createAttributePaths } from "../attribute-paths.ts";
import type { Host } from "../host.ts";
import { splitFields } from "../procfs/fields.ts";
import { zoneAt } from "../sysfs/tzif.ts";
import { timeFamilies } from "../time-families.ts";
import { readTimeZone } from "../time-zone.ts";

interface ClockSource {
  /** Position of the device among those of its kind, as upstream numbers them. */
  readonly device: string;
  readonly available: readonly string[];
  readonly current: string;
}

const CLOCK_SOURCES = "devices/system/clocksource";
const PREFIX = "clocksource";

function isClockSource(entry: string): boolean {
  const digit = entry.charCodeAt(PREFIX.length);
  return entry.startsWith(PREFIX) && digit >= 48 && digit <= 57;
}

function createClockSourcesReader(): (host: Host) => readonly ClockSource[] {
  const pathsOf = createAttributePaths(CLOCK_SOURCES, ["available_clocksource", "current_clocksource"]);
  return ({ sys }) => {
    const sources: ClockSource[] = [];
    for (const entry of sys.listIfPresent(CLOCK_SOURCES)) {
      if (!isClockSource(entry)) continue;
      const [availablePath, currentPath] = pathsOf(entry) as readonly [string, string];
      const available = sys.attribute(availablePath);
      const current = sys.attribute(currentPath);
      if (available === undefined || current === undefined) continue;
      sources.push({ device: String(sources.length), available: splitFields(available), current });
    }
    return sources;
  };
}

/** The machine's clock, its time zone and what the kernel reads the time from. */
export const time = defineCollector({
  name: "time",
  help: "System time, time zone and clock sources, from the clock, /etc/localtime and /sys/devices/system/clocksource.",
  enabledByDefault: true,
  setup: (_options, host: Host) => ({
    zone: readTimeZone(host.root.root, process.env["TZ"]),
    readClockSources: createClockSourcesReader(),
  }),
  read: (host: Host, _signal, { zone, readClockSources }) => {
    const now = host.now();
    return { now, zone: zoneAt(zone, now), clockSources: readClockSources(host) };
  },
  families: (family) => [
    ...timeFamilies(family),
    family({
      name: "node_time_clocksource_available_info",
      type: "gauge",
      labels: ["device", "clocksource"],
      help: "A clock source that the kernel could read the time from; the value is always 1.",
      samples: ({ clockSources }, emit) => {
        for (const { device, available } of clockSources) for (const name of available) emit(1, device, name);
      },
    }),
    family({
      name: "node_time_clocksource_current_info",
      type: "gauge",
      labels: ["device", "clocksource"],
      help: "The clock source that the kernel reads the time from; the value is always 1.",
      samples: ({ clockSources }, emit) => {
        for (const { device, current } of clockSources) emit(1, device, current);
      },
    }),
  ],
});
