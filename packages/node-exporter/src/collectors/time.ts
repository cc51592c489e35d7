import { defineCollector } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { zoneAt } from "../sysfs/tzif.ts";
import { readTimeZone } from "../time-zone.ts";

interface ClockSource {
  /** Position of the device among those of its kind, as upstream numbers them. */
  readonly device: string;
  readonly available: readonly string[];
  readonly current: string;
}

const CLOCK_SOURCES = "devices/system/clocksource";
const PREFIX = "clocksource";

function readClockSources({ sys }: Host): readonly ClockSource[] {
  const sources: ClockSource[] = [];
  for (const entry of sys.listIfPresent(CLOCK_SOURCES)) {
    const digit = entry.charCodeAt(PREFIX.length);
    if (!entry.startsWith(PREFIX) || !(digit >= 48 && digit <= 57)) continue;
    const available = sys.attribute(`${CLOCK_SOURCES}/${entry}/available_clocksource`);
    const current = sys.attribute(`${CLOCK_SOURCES}/${entry}/current_clocksource`);
    if (available === undefined || current === undefined) continue;
    const names = available.split(" ").filter((name) => name !== "");
    sources.push({ device: String(sources.length), available: names, current });
  }
  return sources;
}

/** The machine's clock, its time zone and what the kernel reads the time from. */
export const time = defineCollector({
  name: "time",
  help: "System time, time zone and clock sources, from the clock, /etc/localtime and /sys/devices/system/clocksource.",
  enabledByDefault: true,
  setup: (_options, host: Host) => readTimeZone(host.root.root, process.env["TZ"]),
  read: (host: Host, _signal, zone) => {
    const now = host.now();
    return { now, zone: zoneAt(zone, now), clockSources: readClockSources(host) };
  },
  families: (family) => [
    family({
      name: "node_time_seconds",
      type: "gauge",
      help: "System time in seconds since the Unix epoch, at the moment of the scrape.",
      samples: ({ now }, emit) => emit(now),
    }),
    family({
      name: "node_time_zone_offset_seconds",
      type: "gauge",
      labels: ["time_zone"],
      help: "Seconds that local time is ahead of UTC, by the abbreviation of the zone that holds now.",
      samples: ({ zone }, emit) => emit(zone.offsetSeconds, zone.abbreviation),
    }),
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
