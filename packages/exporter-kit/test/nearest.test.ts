import { describe, expect, it } from "vitest";
import { nearest } from "../src/nearest.ts";

const FLAGS = [
  "web.listen-address",
  "web.telemetry-path",
  "collector.netdev.device-exclude",
  "log.level",
  "path.procfs",
];

describe("nearest", () => {
  it.each([
    ["web.listen-adress", "web.listen-address"],
    ["web.lisetn-address", "web.listen-address"],
    ["log.levl", "log.level"],
    ["path.procsf", "path.procfs"],
    ["LOG.LEVEL", "log.level"],
    ["device-exclude-x", undefined],
    ["listen-address", "web.listen-address"],
    ["collector.netdev", "collector.netdev.device-exclude"],
    ["zzzz", undefined],
    ["", undefined],
  ])("of %j is %j", (name, expected) => {
    expect(nearest(name, FLAGS)).toBe(expected);
  });

  it("offers nothing when a start fits several names", () => {
    expect(nearest("web", FLAGS)).toBeUndefined();
  });

  it("bounds its work on an absurd name", () => {
    const started = performance.now();
    nearest(
      "x".repeat(1_000_000),
      Array.from({ length: 1_000 }, () => "x".repeat(300)),
    );
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
