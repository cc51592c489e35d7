import type { FamilyBuilder, FamilyDefinition } from "@sightglass/metrics-registry";
import type { ZoneOffset } from "./sysfs/posix-time-zone.ts";

/** The clock at the moment of a scrape. */
export interface LocalTime {
  /** Seconds since the Unix epoch. */
  readonly now: number;
  /** What holds at that moment. */
  readonly zone: ZoneOffset;
}

/** Families of the clock and its zone, which every platform has. */
export function timeFamilies<Data extends LocalTime>(family: FamilyBuilder<Data>): readonly FamilyDefinition<Data>[] {
  return [
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
  ];
}
