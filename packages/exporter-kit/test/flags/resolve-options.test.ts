import { describe, expect, it } from "vitest";
import type { Environment } from "../../src/flags/environment.ts";
import { parseArguments } from "../../src/flags/parse-arguments.ts";
import { resolveOptions, type FileValue } from "../../src/flags/resolve-options.ts";
import { UsageError } from "../../src/flags/usage-error.ts";
import { createTestTable, SPECS } from "./table.ts";

function resolve(argv: readonly string[], env: Environment = {}, file: Readonly<Record<string, FileValue>> = {}) {
  const table = createTestTable();
  return resolveOptions(table, { flags: parseArguments(argv, table).flags, env, file: new Map(Object.entries(file)) });
}

describe("resolveOptions", () => {
  it("gives typed defaults", () => {
    const { exclude, ...values } = resolve([]).pick(SPECS);
    expect(values).toEqual({
      listen: [":9100"],
      max: 40,
      ratio: 0.5,
      wait: 5_000,
      level: "info",
      path: "/proc",
      procs: 1,
      net: true,
      secret: false,
    });
    expect(exclude?.test("lo")).toBe(true);
    expect(exclude?.test("lo1")).toBe(false);
  });

  it("prefers flag to environment to file to default, and tells which it was", () => {
    const file = { "web.max-requests": { value: "1", place: "c.yml:1" } };
    const env = { SIGHTGLASS_WEB_MAX_REQUESTS: "2" };
    const seen = [
      resolve([]),
      resolve([], {}, file),
      resolve([], env, file),
      resolve(["--web.max-requests=3"], env, file),
    ].map((options) => {
      const { value, origin, place } = options.get("web.max-requests");
      return [value, origin, place];
    });
    expect(seen).toEqual([
      [40, "default", ""],
      [1, "file", "web.max-requests (c.yml:1)"],
      [2, "environment", "environment variable SIGHTGLASS_WEB_MAX_REQUESTS"],
      [3, "flag", "--web.max-requests"],
    ]);
  });

  it("reads an option's own variable after the derived one, and lists by line", () => {
    expect(resolve([], { GOMAXPROCS: "4" }).get("runtime.gomaxprocs").value).toBe(4);
    expect(resolve([], { GOMAXPROCS: "4", SIGHTGLASS_RUNTIME_GOMAXPROCS: "2" }).get("runtime.gomaxprocs").value).toBe(
      2,
    );
    expect(resolve([], { SIGHTGLASS_WEB_LISTEN_ADDRESS: "a:1\nb:2\n" }).get("web.listen-address").value).toEqual([
      "a:1",
      "b:2",
    ]);
    expect(resolve([], { SIGHTGLASS_LOG_LEVEL: "" }).get("log.level").origin).toBe("default");
  });

  it("has no matcher for an empty pattern", () => {
    expect(resolve(["--collector.net.device-exclude="]).pick(SPECS).exclude).toBeUndefined();
  });

  it.each([
    [["--web.max-requests=x"], 'invalid value "x" for --web.max-requests: it must be a whole number of at least 0'],
    [["--web.max-requests=-1"], 'invalid value "-1" for --web.max-requests: it must be a whole number of at least 0'],
    [["--web.max-requests=1.5"], 'invalid value "1.5" for --web.max-requests: it must be a whole number of at least 0'],
    [
      ["--web.max-requests=0x10"],
      'invalid value "0x10" for --web.max-requests: it must be a whole number of at least 0',
    ],
    [["--test.ratio=2"], 'invalid value "2" for --test.ratio: it must be a number from 0 to 1'],
    [["--test.wait=5"], 'invalid value "5" for --test.wait: it must be a duration such as 500ms, 5s or 1m30s'],
    [["--log.level=loud"], 'invalid value "loud" for --log.level: it must be one of debug, info'],
    [["--collector.net=yes"], 'invalid value "yes" for --collector.net: it must be true or false'],
    [["--path.procfs=proc"], "invalid value for --path.procfs: it must start with /"],
    [
      ["--collector.net.device-exclude=(?!a)"],
      'invalid value "(?!a)" for --collector.net.device-exclude: error parsing regexp: invalid or unsupported Perl syntax: `(?!`',
    ],
    [
      ["--collector.net.ignored-devices=["],
      'invalid value "[" for --collector.net.ignored-devices: error parsing regexp: missing closing ]: `[`',
    ],
  ])("refuses %j", (argv, message) => {
    expect(() => resolve(argv)).toThrow(new UsageError(message));
  });

  it("names the variable or the line that holds a bad value", () => {
    expect(() => resolve([], { GOMAXPROCS: "many" })).toThrow(
      'invalid value "many" for environment variable GOMAXPROCS: it must be a whole number',
    );
    expect(() => resolve([], {}, { "log.level": { value: ["a"], place: "c.yml:7" } })).toThrow(
      "log.level (c.yml:7) takes one value, and a list was given",
    );
  });
});
