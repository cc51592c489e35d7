import { expect, test } from "vitest";
import { canonicalExpectation, canonicalLines } from "../../src/testing/canonical-text.ts";

test.each([
  ['a{y="2",x="1"} 1', 'a{x="1",y="2"} 1'],
  ['a{ x = "1" , } 1', 'a{x="1"} 1'],
  ["a 1e3", "a 1000"],
  ["a   0x10   1700", "a 16 1700"],
  ["a{} +Inf", "a +Inf"],
  ["a NaN", "a NaN"],
  ['a{x="q\\"},{"} -Inf', 'a{x="q\\"},{"} -Inf'],
])("the sample %j becomes %j", (given, wanted) => {
  expect(canonicalExpectation(given).lines).toEqual([wanted]);
});

test.each(["a", "a x", 'a{x="1" 1', "a{x=1} 1"])("%j is no sample", (text) => {
  expect(() => canonicalExpectation(text)).toThrow("Not a sample line");
});

test("it is told which comments the text has", () => {
  expect(canonicalExpectation("# TYPE a gauge\na 1\n").metadata).toEqual({ help: false, type: true });
  expect(canonicalExpectation("# HELP a A.\na 1\n").metadata).toEqual({ help: true, type: false });
});

test("families become sorted lines of the text format", () => {
  const lines = canonicalLines(
    [
      {
        name: "h",
        type: "histogram",
        help: "H\nh.",
        points: [
          {
            labels: [["x", "1"]],
            buckets: [
              { upperBound: 0.5, count: 1 },
              { upperBound: Infinity, count: 3 },
            ],
            sum: 4,
            count: 3,
          },
        ],
      },
      { name: "e", type: "gauge", help: "Empty.", points: [] },
      {
        name: "q",
        type: "summary",
        points: [{ labels: [], quantiles: [{ quantile: 0.9, value: 7 }], sum: 8, count: 2 }],
      },
      {
        name: "b",
        type: "unknown",
        help: "B.",
        points: [
          {
            labels: [
              ["z", '"'],
              ["a", "\\"],
            ],
            value: NaN,
            timestampMs: 5,
          },
        ],
      },
    ],
    { help: true, type: true },
  );
  expect(lines).toEqual([
    "# HELP b B.",
    "# TYPE b untyped",
    'b{a="\\\\",z="\\""} NaN 5',
    "# HELP h H\\nh.",
    "# TYPE h histogram",
    'h_bucket{le="+Inf",x="1"} 3',
    'h_bucket{le="0.5",x="1"} 1',
    'h_count{x="1"} 3',
    'h_sum{x="1"} 4',
    "# TYPE q summary",
    "q_count 2",
    "q_sum 8",
    'q{quantile="0.9"} 7',
  ]);
});
