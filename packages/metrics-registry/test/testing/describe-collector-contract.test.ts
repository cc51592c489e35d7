import { expect, test } from "vitest";
import { defineCollector } from "../../src/collector.ts";
import { describeCollectorContract } from "../../src/testing/describe-collector-contract.ts";

test("every clause is a test of every definition, and one that is broken fails", async () => {
  const definition = defineCollector({
    name: "demo",
    help: "No family is right here.",
    enabledByDefault: true,
    read: (source: readonly number[]) => source,
    families: (family) => [
      family({
        name: "demo_minutes",
        type: "gauge",
        help: "Minutes left.",
        samples: (rows, emit) => emit(rows.length),
      }),
    ],
  });
  const groups: string[] = [];
  const tests = new Map<string, () => void | Promise<void>>();
  describeCollectorContract([definition], {
    namePrefix: "demo_",
    absentSource: () => [],
    describe: (name, body) => {
      groups.push(name);
      body();
    },
    test: (name, body) => tests.set(name, body),
  });
  expect(groups).toEqual(["the list of collectors", "collector demo"]);
  const failures: string[] = [];
  for (const [name, body] of tests) {
    try {
      await body();
    } catch (error) {
      failures.push(`${name}: ${(error as Error).message}`);
    }
  }
  expect(tests.size).toBe(8);
  expect(failures).toEqual([
    'passes the metric linter: demo_minutes: use base unit "seconds" instead of "minutes" (base-unit)',
    "takes an absent source for no data: demo_minutes has 1 samples",
  ]);
});
