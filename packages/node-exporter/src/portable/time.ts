import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import type { ZoneOffset } from "../sysfs/posix-time-zone.ts";
import { zoneAt } from "../sysfs/tzif.ts";
import { timeFamilies } from "../time-families.ts";
import { readTimeZone } from "../time-zone.ts";
import type { PortablePlatform } from "./portable-source.ts";

/** Offset and short name of the zone that holds at a moment, by what JavaScript knows: Windows has no zone files. */
export function zoneByIntl(seconds: number, timeZone?: string): ZoneOffset {
  const date = new Date(seconds * 1000);
  const zone = timeZone === undefined ? {} : { timeZone };
  const part = (timeZoneName: "short" | "longOffset"): string =>
    new Intl.DateTimeFormat("en-US", { ...zone, timeZoneName })
      .formatToParts(date)
      .find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /^GMT([+-])(\d+):(\d+)/.exec(part("longOffset")) ?? [];
  const offset = Number(hours) * 3600 + Number(minutes) * 60;
  return { offsetSeconds: sign === "-" ? -offset : offset, abbreviation: part("short") };
}

/** The machine's clock and time zone. */
export const portableTime = (platform: PortablePlatform): CollectorDefinition<Host> =>
  defineCollector({
    name: "time",
    help: "System time and time zone, from the clock and the zone that is set.",
    enabledByDefault: true,
    setup: (_options, host: Host) => {
      if (platform === "windows") return (now: number) => zoneByIntl(now);
      const zone = readTimeZone(host.root.root, process.env["TZ"]);
      return (now: number) => zoneAt(zone, now);
    },
    read: (host: Host, _signal, zoneOf) => {
      const now = host.now();
      return { now, zone: zoneOf(now) };
    },
    families: timeFamilies,
  });
