import { expect, test } from "vitest";
import { createErrorReporter } from "../../src/textfile/error-reporter.ts";

function recorder() {
  const told: string[] = [];
  return { report: createErrorReporter((message) => void told.push(message)), take: () => told.splice(0) };
}

test("a fault is told of when it begins, and again when it comes back", () => {
  const { report, take } = recorder();
  report([]);
  report(["a", "b"]);
  expect(take()).toEqual(["a", "b"]);
  report(["b", "c"]);
  expect(take()).toEqual(["c"]);
  report([]);
  report(["b"]);
  expect(take()).toEqual(["b"]);
});

test("of very many faults a few are told of", () => {
  const { report, take } = recorder();
  report(Array.from({ length: 500 }, (_unused, at) => `fault ${at}`));
  const told = take();
  expect(told).toHaveLength(21);
  expect(told.at(-1)).toBe("480 more faults of files and folders");
});
