import type { CollectorStatus } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { collectorsTable } from "../../src/landing/collectors-table.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

const status = (collector: string, settings: Partial<CollectorStatus> = {}): CollectorStatus => ({
  collector,
  help: `Help of ${collector}.`,
  reason: "ok",
  message: "",
  durationSeconds: 0.0015,
  series: 1234,
  finishedAtMs: NOW - 65_000,
  ...settings,
});

const rows = (...statuses: CollectorStatus[]): readonly string[] =>
  collectorsTable(statuses, NOW, "./metrics").markup.split("<tr").slice(2);

describe("collectorsTable", () => {
  test("shows status, reason, message, series, duration and age", () => {
    const [row = ""] = rows(status("cpu", { reason: "denied", message: "may not read <this>" }));
    for (const part of [
      "cpu",
      "Help of cpu.",
      ">denied<",
      "may not read &lt;this&gt;",
      "1,234",
      "1.5 ms",
      "1 min 5 s",
    ]) {
      expect(row).toContain(part);
    }
    expect(row).toContain('datetime="2026-01-02T03:03:00.000Z"');
  });

  test("puts trouble first and what cannot give anything last", () => {
    const shown = rows(
      status("a", { reason: "disabled", finishedAtMs: 0 }),
      status("b"),
      status("c", { reason: "no_data" }),
      status("d", { reason: "timeout" }),
      status("e", { reason: "denied" }),
      status("f", { reason: "error" }),
      status("g", { reason: "no_data", finishedAtMs: 0 }),
    ).map((row) => [/Help of (\w)/.exec(row)?.[1], /badge \w+">([^<]+)/.exec(row)?.[1]]);
    expect(shown).toEqual([
      ["d", "timeout"],
      ["f", "error"],
      ["e", "denied"],
      ["b", "ok"],
      ["g", "not run yet"],
      ["a", "disabled"],
      ["c", "no data"],
    ]);
  });

  test("links to a scrape of the collector alone, unless it is disabled", () => {
    const [link = "", none = ""] = rows(status("a&b c"), status("wifi", { reason: "disabled" }));
    expect(link).toContain('href="./metrics?collect[]=a%26b%20c"');
    expect(none).not.toContain("href");
  });

  test("a message of any length takes little room", () => {
    const [row = ""] = rows(status("cpu", { message: "x".repeat(100_000) }));
    expect(row.length).toBeLessThan(2000);
  });

  test("a name that is not well-formed UTF-16 costs nothing", () => {
    expect(rows(status("\ud800"))[0]).toContain("collect[]=%EF%BF%BD");
  });
});
