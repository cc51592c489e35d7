import { describe, expect, it } from "vitest";
import { readCommandLine, type CommandSpec } from "../../src/flags/command-line.ts";
import { UsageError } from "../../src/flags/usage-error.ts";

const MAIN = {
  count: { flag: "count", type: "integer", default: 3, min: 1, help: "How often." },
  names: { flag: "name", type: "strings", default: [], placeholder: "NAME", help: "Names." },
} as const;
const EXTRA = { secret: { flag: "extra", type: "string", default: "x", help: "Hidden.", hidden: true } } as const;

const SPEC = {
  usage: "tool act",
  operands: ["FROM", "TO"],
  description: "Acts.",
  sections: { Main: MAIN, Others: EXTRA },
  options: MAIN,
  notes: ["Ends with 0."],
} as const satisfies CommandSpec<typeof MAIN>;

const read = (...argv: string[]) => readCommandLine(argv, SPEC);

describe("readCommandLine", () => {
  it("gives operands and values, in any order", () => {
    const input = read("a", "--count", "5", "b", "--name=x", "--name", "y", "--extra=z");
    expect(input).toMatchObject({ kind: "run", operands: ["a", "b"], values: { count: 5, names: ["x", "y"] } });
    if (input.kind === "run") {
      expect(input.pick(EXTRA)).toEqual({ secret: "z" });
      expect([input.isGiven("count"), input.isGiven("other")]).toEqual([true, false]);
    }
  });

  it("takes what stands behind -- for operands", () => {
    expect(read("--", "--a", "-b")).toMatchObject({ operands: ["--a", "-b"] });
  });

  it.each([
    [["a"], "TO is missing"],
    [[], "FROM is missing"],
    [["a", "b", "c"], 'unexpected argument "c"'],
    [["--", "a", "b", "c"], 'unexpected argument "c"'],
    [["--cuont=1", "a", "b"], "unknown flag --cuont; did you mean --count?"],
    [["--count=0", "a", "b"], 'invalid value "0" for --count'],
    [["--version"], "unknown flag --version"],
  ])("refuses %j", (argv, message) => {
    expect(() => read(...argv)).toThrow(UsageError);
    expect(() => read(...argv)).toThrow(message);
  });

  it("prints a help like those of agents, without what only they have", () => {
    expect(read("--help", "a")).toEqual({
      kind: "help",
      text: `usage: tool act [<flags>] FROM TO

Acts.

Main:
  -h, --help              Print this text and exit.
  --count=NUMBER          How often. (default: 3)
  --name=NAME ...         Names.

Ends with 0.
`,
    });
  });
});
