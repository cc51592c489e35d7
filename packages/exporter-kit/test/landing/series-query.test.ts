import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSeriesQuery } from "../../src/landing/series-query.ts";

describe("parseSeriesQuery", () => {
  it("takes one item a line, and parameters more than once", () => {
    expect(parseSeriesQuery("/-/series?keep=a%0D%0A+b+%0A&keep=c&drop=d%7Ce&drop_label=x&cap=+7+")).toEqual({
      texts: { keep: ["a", "b", "c"], drop: ["d|e"], dropLabels: ["x"], cap: 7 },
      isGiven: true,
      fault: undefined,
    });
  });

  it.each(["/-/series", "/-/series?", "/-/series?keep=&drop=%0A&cap=", "/-/series?other=1"])(
    "finds no rules in %s",
    (url) => {
      expect(parseSeriesQuery(url)).toMatchObject({ isGiven: false, fault: undefined });
    },
  );

  it.each([
    ["?cap=x", "The most series per family must be a whole number of at least 1."],
    ["?cap=0", "The most series per family must be a whole number of at least 1."],
    [`?keep=${"a%0A".repeat(51)}`, "More than 50 patterns or labels of one kind."],
    [`?keep=${"a".repeat(9_000)}`, "The query is longer than 8192 characters."],
  ])("says what is wrong with %s", (url, fault) => {
    expect(parseSeriesQuery(url).fault).toBe(fault);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        parseSeriesQuery(`/?${text}`);
      }),
    );
  });
});
