import { expect, test } from "vitest";
import { defineCollector } from "../../src/collector.ts";
import { evaluateFamilies } from "../../src/testing/evaluate-families.ts";

const all = defineCollector({
  name: "all",
  help: "Every kind of family.",
  enabledByDefault: true,
  read: (source: number) => source,
  families: (family) => [
    family({ name: "all_a", type: "gauge", labels: ["x"], help: "A.", samples: (data, emit) => emit(data, "1") }),
    family.stateset({ name: "all_s", labels: ["x"], help: "S.", samples: (_, emit) => emit(true, "1", "on") }),
    family.histogram({
      name: "all_h",
      help: "H.",
      samples: (data, emit) => emit({ buckets: [{ upperBound: 1, count: 1 }], sum: data, count: 2 }),
    }),
    family.summary({
      name: "all_q",
      help: "Q.",
      samples: (data, emit) => emit({ quantiles: [{ quantile: 0.5, value: data }], sum: 1, count: 1 }),
    }),
    family.dynamic({
      prefix: "all_d_",
      type: "unknown",
      help: "D.",
      helpFor: (name) => `Help of ${name}.`,
      samples: (data, emit) => {
        emit("all_d_one", data);
        emit("all_d_two", data + 1);
      },
    }),
    family.foreign({ help: "F.", families: () => [{ name: "f", type: "info", points: [] }] }),
  ],
});

test("every kind of family is evaluated", () => {
  expect(evaluateFamilies(all.families, 5)).toEqual([
    { name: "all_a", type: "gauge", help: "A.", points: [{ value: 5, labels: [["x", "1"]] }] },
    {
      name: "all_s",
      type: "stateset",
      help: "S.",
      points: [
        {
          value: 1,
          labels: [
            ["x", "1"],
            ["all_s", "on"],
          ],
        },
      ],
    },
    {
      name: "all_h",
      type: "histogram",
      help: "H.",
      points: [{ labels: [], buckets: [{ upperBound: 1, count: 1 }], sum: 5, count: 2 }],
    },
    {
      name: "all_q",
      type: "summary",
      help: "Q.",
      points: [{ labels: [], quantiles: [{ quantile: 0.5, value: 5 }], sum: 1, count: 1 }],
    },
    { name: "all_d_one", type: "unknown", help: "Help of all_d_one.", points: [{ value: 5, labels: [] }] },
    { name: "all_d_two", type: "unknown", help: "Help of all_d_two.", points: [{ value: 6, labels: [] }] },
    { name: "f", type: "info", points: [] },
  ]);
});

test("what the runner would drop and count is an error here", () => {
  const wrong = defineCollector({
    name: "wrong",
    help: "Emits a name outside its prefix.",
    enabledByDefault: true,
    read: () => 1,
    families: (family) => [
      family.dynamic({ prefix: "wrong_", type: "gauge", help: "W.", samples: (_, emit) => emit("other", 1) }),
    ],
  });
  expect(() => evaluateFamilies(wrong.families, 1)).toThrow("other does not start with wrong_");
});
