import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { parsePosixTimeZone, posixZoneAt } from "../../src/sysfs/posix-time-zone.ts";

/** `YYYY-MM-DDTHH:MM:SSZ` → seconds since the epoch. */
const at = (text: string): number => Date.parse(text) / 1000;

describe("posixZoneAt", () => {
  // Moments and offsets as the tz database has them for these zones.
  test.each([
    ["UTC0", "2026-01-01T00:00:00Z", 0, "UTC"],
    ["<+03>-3", "2026-01-01T00:00:00Z", 10_800, "+03"],
    ["<+0545>-5:45", "2026-01-01T00:00:00Z", 20_700, "+0545"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", 3600, "CET"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 7200, "CEST"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59Z", 7200, "CEST"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 3600, "CET"],
    ["EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -18_000, "EST"],
    ["EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -14_400, "EDT"],
    ["EST5EDT", "2026-07-01T00:00:00Z", -14_400, "EDT"],
    ["AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-15T00:00:00Z", 39_600, "AEDT"],
    ["AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-15T00:00:00Z", 36_000, "AEST"],
    ["IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-15T00:00:00Z", 0, "GMT"],
    ["IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-15T00:00:00Z", 3600, "IST"],
    ["<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-07-15T00:00:00Z", -3600, "-01"],
    ["X5Y,J60,J300".replace("X", "XXX").replace("Y", "YYY"), "2024-03-01T07:00:00Z", -14_400, "YYY"],
    ["XXX5YYY,J60,J300", "2024-03-01T06:59:59Z", -18_000, "XXX"],
    ["XXX0YYY,59,299", "2024-02-29T02:00:00Z", 3600, "YYY"],
  ])("%s at %s is %i %s", (rule, moment, offsetSeconds, abbreviation) => {
    expect(posixZoneAt(parsePosixTimeZone(rule), at(moment))).toEqual({ offsetSeconds, abbreviation });
  });
});

describe("parsePosixTimeZone", () => {
  test.each([
    "",
    "CE-1",
    "CET",
    "<+03",
    "CET-1CEST,M3.5.0",
    "CET-1CEST,M3.6.0,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0/3x",
    "/etc/localtime",
  ])("refuses %j", (rule) => {
    expect(() => parsePosixTimeZone(rule)).toThrow(ParseError);
  });
});
