import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { parseTzif, zoneAt } from "../../src/sysfs/tzif.ts";
import { tzif, type TzifSpec } from "../support/tzif.ts";

const SPEC: TzifSpec = {
  transitions: [
    [-1000, 1],
    [0, 2],
    [5000, 1],
  ],
  types: [
    [-300, "LMT"],
    [3600, "CET"],
    [7200, "CEST"],
  ],
  rule: "CET-1CEST,M3.5.0,M10.5.0/3",
};

describe.each([
  ["version 1", { ...SPEC, rule: undefined }],
  ["version 2", SPEC],
])("zoneAt, %s", (_version, spec) => {
  test.each([
    [-1001, "LMT", -300],
    [-1000, "CET", 3600],
    [-1, "CET", 3600],
    [0, "CEST", 7200],
    [4999, "CEST", 7200],
  ])("at %i it is %s", (now, abbreviation, offsetSeconds) => {
    expect(zoneAt(parseTzif(tzif(spec)), now)).toEqual({ abbreviation, offsetSeconds });
  });
});

describe("after the last transition", () => {
  test("version 1 keeps its last type", () => {
    expect(zoneAt(parseTzif(tzif({ ...SPEC, rule: undefined })), 1_783_000_000).abbreviation).toBe("CET");
  });

  test("the rule decides where there is one", () => {
    const zone = parseTzif(tzif(SPEC));
    expect(zoneAt(zone, Date.parse("2026-07-01T00:00:00Z") / 1000).abbreviation).toBe("CEST");
    expect(zoneAt(zone, Date.parse("2026-12-01T00:00:00Z") / 1000).abbreviation).toBe("CET");
  });

  test("an empty rule leaves the last type", () => {
    expect(zoneAt(parseTzif(tzif({ ...SPEC, rule: "" })), 1_783_000_000).abbreviation).toBe("CET");
  });
});

test("a file without transitions has its first type", () => {
  const zone = parseTzif(tzif({ transitions: [], types: [[0, "UTC"]], rule: undefined }));
  expect(zoneAt(zone, 1)).toEqual({ offsetSeconds: 0, abbreviation: "UTC" });
});

describe("parseTzif", () => {
  test("refuses what is no TZif file", () => {
    expect(() => parseTzif(Buffer.from("x".repeat(100)))).toThrow(ParseError);
    expect(() => parseTzif(tzif({ transitions: [[0, 9]], types: [[0, "UTC"]], rule: undefined }))).toThrow(ParseError);
    expect(() => parseTzif(tzif({ transitions: [], types: [], rule: undefined }))).toThrow(ParseError);
  });

  test("refuses every truncation of a version 1 file, and none goes beyond the end", () => {
    const bytes = tzif({ ...SPEC, rule: undefined });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => parseTzif(bytes.subarray(0, length))).toThrow(ParseError);
    }
  });

  test("refuses a count that would take gigabytes", () => {
    const bytes = tzif(SPEC);
    bytes.writeUInt32BE(0xffff_ffff, 32);
    expect(() => parseTzif(bytes)).toThrow(ParseError);
  });
});
