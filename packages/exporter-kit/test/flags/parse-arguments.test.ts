import { describe, expect, it } from "vitest";
import { parseArguments } from "../../src/flags/parse-arguments.ts";
import { UsageError } from "../../src/flags/usage-error.ts";
import { createTestTable } from "./table.ts";

const parse = (...argv: string[]) => {
  const { flags, ...rest } = parseArguments(argv, createTestTable());
  return { ...rest, flags: Object.fromEntries([...flags].map(([name, flag]) => [name, flag.values])) };
};

describe("parseArguments", () => {
  it("takes kingpin's forms", () => {
    expect(
      parse(
        "--web.max-requests=5",
        "--log.level",
        "debug",
        "--no-collector.net",
        "--test.secret=true",
        "--web.listen-address=a",
        "--web.listen-address",
        "b",
        "--path.procfs=a=b",
        "--",
      ),
    ).toEqual({
      help: false,
      version: false,
      operands: [],
      flags: {
        "web.max-requests": ["5"],
        "log.level": ["debug"],
        "collector.net": ["false"],
        "test.secret": ["true"],
        "web.listen-address": ["a", "b"],
        "path.procfs": ["a=b"],
      },
    });
  });

  it("takes values that look like flags or are empty", () => {
    expect(parse("--path.procfs", "--x", "--collector.net.device-exclude=").flags).toEqual({
      "path.procfs": ["--x"],
      "collector.net.device-exclude": [""],
    });
  });

  it("knows old names", () => {
    const { flags } = parseArguments(["--collector.net.ignored-devices=^x$"], createTestTable());
    expect(flags.get("collector.net.device-exclude")).toMatchObject({
      values: ["^x$"],
      alias: "collector.net.ignored-devices",
    });
  });

  it.each([["-h"], ["--help"]])("sees %s", (flag) => {
    expect(parse(flag).help).toBe(true);
  });

  it("sees --version", () => {
    expect(parse("--version").version).toBe(true);
  });

  it.each([
    [["--web.listen-adress=x"], "unknown flag --web.listen-adress; did you mean --web.listen-address?"],
    [["--no-colector.net"], "unknown flag --no-colector.net; did you mean --no-collector.net?"],
    [["--zzz"], "unknown flag --zzz"],
    [["-v"], "unknown flag -v; flags start with two dashes"],
    [["--no-log.level"], "--no-log.level is not possible: --log.level takes a value"],
    [["--no-collector.net=true"], '--no-collector.net takes no value, and "true" was given'],
    [["--log.level"], "--log.level needs a value"],
    [["--log.level=info", "--log.level=debug"], "--log.level is given more than once"],
    [["--collector.net", "--no-collector.net"], "--no-collector.net is given more than once"],
    [
      ["--collector.net.ignored-devices=a", "--collector.net.device-exclude=b"],
      "--collector.net.ignored-devices and --collector.net.device-exclude are mutually exclusive",
    ],
    [["stray"], 'unexpected argument "stray"'],
    [["--", "stray"], 'unexpected argument "stray"'],
    [["--collector.net", "false"], 'unexpected argument "false"'],
    [["--test.secre"], "unknown flag --test.secre"],
  ])("refuses %j", (argv, message) => {
    expect(() => parse(...argv)).toThrow(new UsageError(message));
  });
});
