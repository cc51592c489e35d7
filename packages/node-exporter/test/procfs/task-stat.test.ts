import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseTaskStat } from "../../src/procfs/task-stat.ts";
import { parseProblems } from "../support/parse-problems.ts";

const line = (name: string, threads: number): string =>
  `42 (${name}) S 1 42 42 0 -1 4194560 9061 0 94 0 36 98 0 0 20 0 ${threads} 0 29 109604864 2507\n`;
const parse = (text: string) => parseTaskStat(text, "42/stat");

test.each(["sh", "a b", "x) R 1 (y", "()", ""])("reads state and threads behind the name %j", (name) => {
  expect(parse(line(name, 17))).toEqual({
    name,
    state: "S",
    minorFaults: 9061,
    majorFaults: 94,
    userTicks: 36,
    systemTicks: 98,
    threads: 17,
    startTicks: 29,
    virtualBytes: 109_604_864,
    residentPages: 2507,
  });
});

test("a text that ends behind the number of threads has no start and no memory", () => {
  const text = line("sh", 3);
  expect(parse(text.slice(0, text.indexOf(" 0 29 ")))).toMatchObject({
    threads: 3,
    startTicks: undefined,
    virtualBytes: undefined,
    residentPages: undefined,
  });
});

test.each([
  ["empty", ""],
  ["without a name", "42 sh S 1\n"],
  ["truncated before the number of threads", line("sh", 1).slice(0, 40)],
  ["malformed", line("sh", 1).replace("4194560", "x")],
])("refuses a text that is %s", (_what, text) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow("42/stat");
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(line("sh", 3), parse)).toEqual([]);
});
