import { expect, test } from "vitest";
import { defineCollector, type CollectorDefinition } from "../../src/collector.ts";
import { NoDataError, PartialDataError } from "../../src/errors.ts";
import { collectorContractProblems, type CollectorContract } from "../../src/testing/collector-contract.ts";

type Source = readonly number[];
const contract: CollectorContract<Source> = { namePrefix: "demo_", absentSource: () => [], deadlineMs: 20 };

interface Over {
  readonly name?: string;
  readonly help?: string;
  readonly family?: string;
  readonly familyHelp?: string;
  readonly flag?: string;
  readonly flagHelp?: string;
  readonly read?: (source: Source, signal: AbortSignal) => Source | Promise<Source>;
}

function collector(over: Over = {}): CollectorDefinition<Source> {
  const name = over.name ?? "things";
  return defineCollector({
    name,
    help: over.help ?? "Things of the source.",
    enabledByDefault: true,
    options: {
      size: {
        type: "integer",
        flag: over.flag ?? `collector.${name}.size`,
        help: over.flagHelp ?? "Largest size.",
        default: 1,
      },
    },
    read:
      over.read ??
      ((source: Source): Source => {
        if (source.length === 0) throw new NoDataError("nothing there");
        return source;
      }),
    families: (family) => [
      family({
        name: over.family ?? "demo_things",
        type: "gauge",
        help: over.familyHelp ?? "Number of things.",
        samples: (data, emit) => data.forEach((value) => emit(value)),
      }),
    ],
  });
}

const problems = (...definitions: CollectorDefinition<Source>[]): Promise<readonly string[]> =>
  collectorContractProblems(definitions, contract);

test("a good definition has no problems", async () => {
  expect(await problems(collector())).toEqual([]);
  expect(await problems(collector({ read: (source) => source }))).toEqual([]);
  const empty = (): never => {
    throw new PartialDataError([], new NoDataError("nothing there"));
  };
  expect(await problems(collector({ read: empty }))).toEqual([]);
});

const CASES: readonly [string, Over, readonly string[]][] = [
  ["a name in camel case", { name: "someThings" }, ['someThings: "someThings" is not in snake case']],
  ["a help that is no sentence", { help: "things" }, ['things: its help is not a sentence: "things"']],
  [
    "a name that the linter refuses",
    { family: "demo_things_total" },
    ['things: demo_things_total: non-counter metrics should not have "_total" suffix (total-suffix)'],
  ],
  ["a foreign prefix", { family: "other_things" }, ["things: other_things does not start with demo_"]],
  ["a family help that is no sentence", { familyHelp: "number" }, ['things: demo_things: "number"']],
  ["a foreign flag", { flag: "size" }, ["things: --size does not start with collector.things."]],
  ["a flag help that is no sentence", { flagHelp: "size" }, ['things: --collector.things.size: "size"']],
  ["samples without a source", { read: () => [1] }, ["things: demo_things has 1 samples"]],
  [
    "another error for an absent source",
    {
      read: () => {
        throw new TypeError("oops");
      },
    },
    ["things: threw TypeError: oops, no NoDataError"],
  ],
  [
    "a part without a source",
    {
      read: () => {
        throw new PartialDataError([1], new NoDataError("half of it is missing"));
      },
    },
    ["things: demo_things has 1 samples"],
  ],
  [
    "a read that never ends",
    { read: () => new Promise<Source>(() => {}) },
    ["things: read did not settle", "things: read did not settle"],
  ],
];

test.each(CASES)("%s is a problem", async (_, over, wanted) => {
  expect(await problems(collector(over))).toEqual(wanted);
});

test("the list is sorted and has no family twice", async () => {
  expect(await problems(collector({ name: "b" }), collector({ name: "a", family: "demo_a" }))).toEqual([
    "a stands behind b",
  ]);
  expect(await problems(collector({ name: "a" }), collector({ name: "b" }))).toEqual([
    "b and a both declare demo_things",
  ]);
});

test("exceptions are named one by one", async () => {
  const definition = collector({ flag: "old.flag", read: () => [1] });
  expect(
    await collectorContractProblems([definition], {
      ...contract,
      foreignFlags: ["old.flag"],
      alwaysPresent: { things: "The clock is always there." },
    }),
  ).toEqual([]);
});

test("a mandatory source that is missing is an error and no lack of data", async () => {
  const strict = { ...contract, mandatorySource: ["things"] };
  expect(await collectorContractProblems([collector()], strict)).toEqual(["things: threw NoDataError: nothing there"]);
  const failing = collector({
    read: () => {
      throw new Error("ENOENT");
    },
  });
  expect(await collectorContractProblems([failing], strict)).toEqual([]);
});

test("a family may be shared for a reason", async () => {
  const both = [collector({ name: "a" }), collector({ name: "b" })];
  expect(
    await collectorContractProblems(both, { ...contract, sharedFamilies: { demo_things: "Either gives it." } }),
  ).toEqual([]);
});

test("a family's name must stand in its file as one literal", async () => {
  const withSource = (text: string): Promise<readonly string[]> =>
    collectorContractProblems([collector()], { ...contract, sourceText: () => text });
  expect(await withSource('family({ name: "demo_things" })')).toEqual([]);
  expect(await withSource('family({ name: "demo_" + "things" })')).toEqual([
    'things: "demo_things" is not a literal in its file',
  ]);
});
