import type { CollectedFamily, Series } from "../collected.ts";
import { escapeLabelName, escapeMetricName } from "../exposition/escape-name.ts";
import { formatBound } from "../exposition/go-float.ts";
import type { Exemplar, LabelPairs } from "../model.ts";
import type { PromClientExemplar, PromClientMetric, PromClientValue } from "./prom-client-like.ts";

// prom-client writes names as they are, in formats that know the legacy character set only.
const SCHEME = "underscores";

const labelsOfSeries = new WeakMap<Series, Record<string, string>>();

function seriesLabels(series: Series): Record<string, string> {
  let labels = labelsOfSeries.get(series);
  if (labels === undefined) {
    labels = Object.fromEntries(
      series.labelNames.map((name, index) => [escapeLabelName(name, SCHEME), series.labelValues[index] ?? ""]),
    );
    labelsOfSeries.set(series, labels);
  }
  return labels;
}

function pairLabels(pairs: LabelPairs, ...more: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([
    ...pairs.map(([name, value]) => [escapeLabelName(name, SCHEME), value] as const),
    ...more,
  ]);
}

function promClientExemplar(exemplar: Exemplar | undefined): { exemplar?: PromClientExemplar } {
  // prom-client prints the time unconditionally, so an exemplar without one would make the page invalid.
  if (exemplar?.timestampMs === undefined) return {};
  return {
    exemplar: {
      labelSet: Object.fromEntries(exemplar.labels),
      value: exemplar.value,
      timestamp: exemplar.timestampMs / 1000,
    },
  };
}

function values(family: CollectedFamily, name: string, openMetrics: boolean): readonly PromClientValue[] {
  if (family.type === "histogram") {
    return family.points.flatMap(({ labels, buckets, sum, count }) => {
      const finite = buckets.filter(({ upperBound }) => upperBound !== Infinity);
      const infinite = buckets.find(({ upperBound }) => upperBound === Infinity);
      return [
        ...[...finite, infinite ?? { upperBound: Infinity, count }].map((bucket) => ({
          metricName: `${name}_bucket`,
          labels: pairLabels(labels, ["le", formatBound(bucket.upperBound)]),
          value: bucket.count,
          ...promClientExemplar(bucket.exemplar),
        })),
        { metricName: `${name}_sum`, labels: pairLabels(labels), value: sum },
        { metricName: `${name}_count`, labels: pairLabels(labels), value: count },
      ];
    });
  }
  if (family.type === "summary") {
    return family.points.flatMap(({ labels, quantiles, sum, count }) => [
      ...quantiles.map(({ quantile, value }) => ({
        labels: pairLabels(labels, ["quantile", formatBound(quantile)]),
        value,
      })),
      { metricName: `${name}_sum`, labels: pairLabels(labels), value: sum },
      { metricName: `${name}_count`, labels: pairLabels(labels), value: count },
    ]);
  }
  // In OpenMetrics the family of an info is named without the suffix that its series have.
  const seriesName = openMetrics && family.type === "info" ? { metricName: `${name}_info` } : {};
  return family.series.map((series, index) => ({
    labels: seriesLabels(series),
    value: family.values[index] ?? 0,
    ...seriesName,
    ...promClientExemplar(family.exemplars?.[index]),
  }));
}

/**
 * A collected family as prom-client's registries expect it from a metric's `get()`. prom-client writes name and type
 * as given, and in OpenMetrics `_total` behind the name of every counter; so a counter whose series has no `_total`
 * goes there as `unknown`. Sample timestamps have no place in prom-client.
 */
export function promClientMetric(family: CollectedFamily, openMetrics: boolean): PromClientMetric {
  const head = { help: family.help ?? "", values: [] as readonly PromClientValue[] };
  const name = escapeMetricName(family.name, SCHEME);
  if (!openMetrics) {
    const words: Readonly<Record<string, string>> = { unknown: "untyped", info: "gauge", stateset: "gauge" };
    return { ...head, name, type: words[family.type] ?? family.type, values: values(family, name, false) };
  }
  const suffix = family.type === "counter" ? "_total" : family.type === "info" ? "_info" : "";
  if (!name.endsWith(suffix))
    return {
      ...head,
      name,
      type: "unknown",
      values: values({ ...family, type: "unknown" } as CollectedFamily, name, true),
    };
  const stem = name.slice(0, name.length - suffix.length);
  return { ...head, name: stem, type: family.type, values: values(family, stem, true) };
}
