import * as fc from "fast-check";
import { expect, it } from "vitest";
import { collectFamily } from "../src/collected.ts";
import { parseExposition } from "../src/exposition/index.ts";
import { measureSeries } from "../src/series-cost.ts";

const measure = (text: string) => measureSeries(parseExposition(text, { format: "text" }).map(collectFamily));

const PAGE = `# HELP a Help.
# TYPE a gauge
a{x="1",yy="é"} 1
a{x="2",yy="é"} 2
# TYPE h histogram
h_bucket{x="1",le="1"} 1
h_bucket{x="1",le="+Inf"} 2
h_sum{x="1"} 3
h_count{x="1"} 2
# TYPE s summary
s{quantile="0.5"} 1
s_sum 2
s_count 3
`;

it("counts series as a server stores them, and bytes as the text format has them", () => {
  const cost = measure(PAGE);
  expect([cost.series, cost.bytes]).toEqual([9, Buffer.byteLength(PAGE)]);
  expect(cost.families.map(({ name, type, series }) => [name, type, series])).toEqual([
    ["h", "histogram", 4],
    ["s", "summary", 3],
    ["a", "gauge", 2],
  ]);
  expect(cost.families.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(cost.bytes);
});

it("counts what each label costs, but for the bounds of histograms and summaries", () => {
  expect(measure(PAGE).labels).toEqual([
    { name: "x", series: 6, values: 2, bytes: 6 * 'x="1",'.length },
    { name: "yy", series: 2, values: 1, bytes: 2 * Buffer.byteLength('yy="é",') },
  ]);
});

it("adds a histogram's last bucket where the source left it out", () => {
  const family = { name: "h", type: "histogram", points: [{ labels: [], buckets: [], sum: 0, count: 0 }] } as const;
  expect(measureSeries([collectFamily(family)]).series).toBe(3);
});

it("has as many series as the page has sample lines", () => {
  const values = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string(), { maxKeys: 3 });
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), (sets) => {
      const points = sets.map((labels, value) => ({ labels: Object.entries(labels), value }));
      const cost = measureSeries([collectFamily({ name: "x", type: "gauge", points })]);
      expect(cost.series).toBe(sets.length);
    }),
  );
});
