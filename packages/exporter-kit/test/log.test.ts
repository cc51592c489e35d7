import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLogger, escapeControl, type LoggerSettings } from "../src/log.ts";

function record(settings: LoggerSettings = {}) {
  const lines: string[] = [];
  const log = createLogger({
    now: () => Date.UTC(2024, 1, 3, 4, 5, 6, 789),
    write: (line) => lines.push(line),
    ...settings,
  });
  return { lines, log };
}

describe("createLogger", () => {
  it("writes logfmt lines in slog's form", () => {
    const { lines, log } = record();
    log.info("Listening on", { address: "[::]:9100", tls: false, none: undefined, empty: "" });
    expect(lines).toEqual([
      'time=2024-02-03T04:05:06.789Z level=INFO msg="Listening on" address=[::]:9100 tls=false empty=""\n',
    ]);
  });

  it("writes JSON lines that hold the same", () => {
    const { lines, log } = record({ format: "json" });
    log.warn("x", { count: 3, err: new Error("broken"), infinite: Infinity, list: ["a"] });
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      time: "2024-02-03T04:05:06.789Z",
      level: "WARN",
      msg: "x",
      count: 3,
      err: "broken",
      infinite: "Infinity",
      list: '["a"]',
    });
  });

  it("writes only lines at or above the level, which can change at run time", () => {
    const { lines, log } = record({ level: "warn" });
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
    log.setLevel("debug");
    log.debug("e");
    expect(lines.map((line) => /msg=(\w)/.exec(line)?.[1])).toEqual(["c", "d", "e"]);
    expect(log.enabled("debug")).toBe(true);
  });

  it("escapes what could forge a line or drive a terminal", () => {
    const { lines, log } = record();
    log.info('a"b\\c', { "bad key\n": "one\ntwo\r\t\u001b[31m\u202e\u009b\ud800" });
    expect(lines).toEqual([
      'time=2024-02-03T04:05:06.789Z level=INFO msg="a\\"b\\\\c" bad_key_="one\\ntwo\\r\\t\\u001b[31m\\u202e\\u009b\\ud800"\n',
    ]);
  });

  it("keeps one printable line for any message, key and value", () => {
    const text = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.constantFrom("logfmt" as const, "json" as const),
        (message, key, value, format) => {
          const { lines, log } = record({ format });
          log.error(message, { [key]: value, surrogate: `${value}\udc00` });
          expect(lines).toHaveLength(1);
          const line = lines[0] ?? "";
          expect(line.indexOf("\n")).toBe(line.length - 1);
          expect(escapeControl(line.slice(0, -1))).toBe(line.slice(0, -1));
          if (format === "json") {
            const parsed = JSON.parse(line) as Record<string, unknown>;
            expect(parsed["level"]).toBe("ERROR");
          }
        },
      ),
    );
  });

  it("cuts endless values and survives values that cannot be written", () => {
    const { lines, log } = record();
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    log.info("x", { long: "y".repeat(1_000_000), circular });
    expect(lines[0]?.length).toBeLessThan(10_000);
    expect(lines[0]).toContain('circular="[object Object]"');
  });
});
