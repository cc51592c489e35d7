import { describe, expect, it } from "vitest";
import { buildHistory, isSteady } from "../../src/compare/series-history.ts";
import { pageOf } from "../support/page.ts";

const NO_LABEL = (): boolean => false;

describe("buildHistory", () => {
  it("puts scrapes together series by series, in any order of labels and without empty ones", () => {
    const side = buildHistory(
      [pageOf('a{x="1",y="2"} 1\na{x="2"} 5\n'), pageOf('a{y="2",z="",x="1"} 3\n', 5)],
      NO_LABEL,
    );
    const family = side.families.get("a");
    expect(side.timesMs).toEqual([0, 5000]);
    expect([...(family?.labelNames ?? [])]).toEqual(["x", "y"]);
    expect(family?.series.map(({ labels, values }) => [labels, values])).toEqual([
      [
        [
          ["x", "1"],
          ["y", "2"],
        ],
        [1, 3],
      ],
      [[["x", "2"]], [5, undefined]],
    ]);
    expect(family?.series.map(isSteady)).toEqual([true, false]);
  });

  it("takes histograms and summaries apart into the series that queries name", () => {
    const text =
      '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 2\nh_sum 3\nh_count 2\n' +
      '# TYPE s summary\ns{quantile="0.5"} 4\ns_sum 5\ns_count 6\n';
    const { families } = buildHistory([pageOf(text)], NO_LABEL);
    const rows = [...families.values()].flatMap(({ series }) =>
      series.map(({ name, labels, kind, values }) => [name, labels[0]?.[1], kind, values[0]]),
    );
    expect(rows).toEqual([
      ["h_bucket", "1", "counter", 1],
      ["h_bucket", "+Inf", "counter", 2],
      ["h_sum", undefined, "counter", 3],
      ["h_count", undefined, "counter", 2],
      ["s", "0.5", "gauge", 4],
      ["s_sum", undefined, "counter", 5],
      ["s_count", undefined, "counter", 6],
    ]);
  });

  it("leaves ignored labels out, and of what becomes equal the first", () => {
    const side = buildHistory(
      [pageOf('a{x="1"} 1\na{x="2"} 2\nb{x="1"} 3\n')],
      (family, label) => family === "a" && label === "x",
    );
    expect(side.families.get("a")?.series).toMatchObject([{ labels: [], values: [1] }]);
    expect(side.families.get("b")?.series).toMatchObject([{ labels: [["x", "1"]], values: [3] }]);
  });
});
