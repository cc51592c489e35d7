import type { CollectedFamily } from "./collected.ts";
import { TEXT_0_0_4 } from "./exposition/format.ts";
import { writeExposition } from "./exposition/write.ts";
import type { MetricType } from "./model.ts";

/** What one family costs. */
export interface FamilyCost {
  readonly name: string;
  readonly type: MetricType;
  /** Time series as a server stores them: a histogram point is one for each bucket, its sum and its count. */
  readonly series: number;
  /** Bytes of its part of a page in text format, header lines included. */
  readonly bytes: number;
}

/** What one label costs over a whole page. */
export interface LabelCost {
  readonly name: string;
  /** Series that carry it. */
  readonly series: number;
  /** Different values. */
  readonly values: number;
  /** Bytes of its name and values in all lines of a page in text format. */
  readonly bytes: number;
}

/** What a page costs. */
export interface SeriesCost {
  readonly series: number;
  readonly bytes: number;
  /** Most series first. */
  readonly families: readonly FamilyCost[];
  /** Most bytes first. */
  readonly labels: readonly LabelCost[];
}

interface OpenLabel {
  series: number;
  bytes: number;
  readonly values: Set<string>;
}

/** `name="value",` but for the two bytes and more that names and escapes beyond ASCII take; those are rare. */
const PUNCTUATION_BYTES = 4;

type EachSeries = (labels: Iterable<readonly [name: string, value: string]>, lines: number) => void;

/** Calls back for each label set with the number of lines, which are time series, that have it. */
function eachSeries(family: CollectedFamily, visit: EachSeries): void {
  if (family.type === "histogram") {
    for (const { labels, buckets } of family.points) {
      const infinite = buckets.some(({ upperBound }) => upperBound === Infinity) ? 0 : 1;
      visit(labels, buckets.length + infinite + 2);
    }
  } else if (family.type === "summary") {
    for (const { labels, quantiles } of family.points) visit(labels, quantiles.length + 2);
  } else {
    for (const { labelNames, labelValues } of family.series) {
      visit(
        labelNames.map((name, index) => [name, labelValues[index] ?? ""] as const),
        1,
      );
    }
  }
}

const byWeight =
  <Item extends { readonly name: string }>(weight: (item: Item) => number) =>
  (a: Item, b: Item): number =>
    weight(b) - weight(a) || (a.name < b.name ? -1 : 1);

/**
 * Counts series and bytes of a page, by family and by label, as text format 0.0.4 has them. The labels `le` and
 * `quantile` belong to their types and are not counted as labels.
 */
export function measureSeries(families: readonly CollectedFamily[]): SeriesCost {
  const labels = new Map<string, OpenLabel>();
  const costs = families.map((family): FamilyCost => {
    let series = 0;
    eachSeries(family, (pairs, lines) => {
      series += lines;
      for (const [name, value] of pairs) {
        let label = labels.get(name);
        if (label === undefined) labels.set(name, (label = { series: 0, bytes: 0, values: new Set() }));
        label.series += lines;
        label.bytes += lines * (name.length + Buffer.byteLength(value) + PUNCTUATION_BYTES);
        label.values.add(value);
      }
    });
    return { name: family.name, type: family.type, series, bytes: writeExposition([family], TEXT_0_0_4).length };
  });
  return {
    series: costs.reduce((sum, cost) => sum + cost.series, 0),
    bytes: costs.reduce((sum, cost) => sum + cost.bytes, 0),
    families: costs.toSorted(byWeight(({ series }) => series)),
    labels: [...labels]
      .map(([name, { series, bytes, values }]) => ({ name, series, bytes, values: values.size }))
      .toSorted(byWeight(({ bytes }) => bytes)),
  };
}
