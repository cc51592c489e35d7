import { describe, expect, it } from "vitest";
import { clausesOf, countOf } from "../../src/compare/difference-words.ts";

describe("clausesOf", () => {
  it("says each thing that differs, with three examples of each at most", () => {
    const examples = ["a", "b", "c", "d"];
    const drift = { series: "x", measure: "value", old: 0.123456, new: 1e21 } as const;
    expect(
      clausesOf(
        {
          family: "f",
          kinds: ["missing"],
          types: { old: "gauge", new: "unknown" },
          labels: { missing: ["l", "m"], extra: ["n"] },
          missing: { count: 4, examples },
          extra: { count: 1, examples: ["e"] },
          drift: { count: 4, examples: [drift, drift, drift, drift] },
        },
        (text) => `<${text}>`,
      ),
    ).toEqual([
      "type gauge is now unknown",
      "without label <l>, <m>",
      "with new label <n>",
      "4 series missing: <a>, <b>, <c> and 1 more",
      "1 series extra: <e>",
      `4 values drift: ${Array.from({ length: 3 }, () => "<x> 0.1235 is now 1e+21").join(", ")} and 1 more`,
    ]);
  });
});

it("countOf tells one from several", () => {
  expect([countOf(1, "scrape"), countOf(2, "scrape"), countOf(2, "family is", "families are")]).toEqual([
    "1 scrape",
    "2 scrapes",
    "2 families are",
  ]);
});
