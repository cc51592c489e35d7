import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeValues } from "../../src/compare/judge-values.ts";
import type { SeriesHistory, ValueKind } from "../../src/compare/series-history.ts";

const TOLERANCE = { relative: 0.1, absolute: 0 };
const WATCHED = { oldSeconds: 10, newSeconds: 10 };

const series = (kind: ValueKind, values: readonly number[]): SeriesHistory => ({
  name: "x",
  labels: [],
  kind,
  values: [...values],
});

const judge = (kind: ValueKind, old: readonly number[], fresh: readonly number[]) =>
  judgeValues(series(kind, old), series(kind, fresh), TOLERANCE, WATCHED);

describe("judgeValues", () => {
  it.each<[string, ValueKind, number[], number[]]>([
    ["equal gauges", "gauge", [5, 5, 5], [5, 5, 5]],
    ["gauges within the tolerance", "gauge", [100, 100, 100], [109, 109, 109]],
    ["a gauge that moves over the other's range", "gauge", [10, 20, 15], [21, 25, 24]],
    ["a clock, read a moment later", "gauge", [1000, 1005, 1010], [1001, 1006, 1011]],
    ["counters of different age that grow alike", "counter", [100, 200, 300], [9000, 9105, 9200]],
    ["counters that nobody moves", "counter", [7, 7, 7], [7, 7, 7]],
    ["one step of a slow counter that one side saw", "counter", [7, 7, 8], [7, 7, 7]],
    ["a burst at the edge of the window", "counter", [0, 500, 500], [0, 0, 0]],
    ["a counter that began again", "counter", [900, 10, 110], [0, 10, 110]],
    ["numbers that are none on both sides", "gauge", [Number.NaN, Number.NaN], [Number.NaN, Number.NaN]],
    ["an infinite limit", "gauge", [Infinity], [Infinity]],
    ["what is a counter by rate and has no type", "either", [100, 200, 300], [9000, 9100, 9200]],
    ["what is a gauge by value and has no type", "either", [5, 50, 5], [5, 20, 40]],
    ["one scrape of each", "counter", [100], [105]],
  ])("lets pass %s", (_what, kind, old, fresh) => {
    expect(judge(kind, old, fresh)).toBeUndefined();
  });

  it.each<[string, ValueKind, number[], number[], object]>([
    ["gauges that are apart", "gauge", [100, 100], [120, 120], { measure: "value", old: 100, new: 120 }],
    ["a gauge that is stuck at zero", "gauge", [3, 4, 3], [0, 0, 0], { measure: "value", old: 3, new: 0 }],
    ["twice the rate", "counter", [0, 50, 100], [0, 100, 200], { measure: "rate", old: 10, new: 20 }],
    ["a counter that stands still", "counter", [0, 50, 100], [0, 0, 0], { measure: "rate", old: 10, new: 0 }],
    ["idle counters with different counts", "counter", [5, 5], [50, 50], { measure: "value", old: 5, new: 50 }],
    ["a number and none", "gauge", [1, 1], [Number.NaN, Number.NaN], { measure: "value", old: 1, new: Number.NaN }],
    ["infinities of different sign", "gauge", [Infinity], [-Infinity], { old: Infinity, new: -Infinity }],
    ["a scale error in what has no type", "either", [51200, 51712, 52224], [100, 101, 102], { measure: "rate" }],
  ])("reports %s", (_what, kind, old, fresh, drift) => {
    expect(judge(kind, old, fresh)).toMatchObject(drift);
  });

  it("adds what is let pass whatever the values", () => {
    const apart = [series("gauge", [0, 0]), series("gauge", [1, 1])] as const;
    expect(judgeValues(...apart, { relative: 0, absolute: 1 }, WATCHED)).toBeUndefined();
    expect(judgeValues(...apart, { relative: 0, absolute: 0.5 }, WATCHED)).toBeDefined();
  });

  it("never reports a side against itself, and reports alike in both directions", () => {
    const values = fc.array(fc.double({ min: -1e300, max: 1e300 }), { minLength: 1, maxLength: 4 });
    const kinds = fc.constantFrom<ValueKind>("gauge", "counter", "either");
    fc.assert(
      fc.property(values, values, kinds, (one, other, kind) => {
        expect(judge(kind, one, one)).toBeUndefined();
        expect(judge(kind, one, other) === undefined).toBe(judge(kind, other, one) === undefined);
      }),
    );
  });
});
