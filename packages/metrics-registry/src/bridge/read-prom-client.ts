import type { Exemplar, LabelPairs, MetricFamily, ScalarPoint } from "../model.ts";
import type { PromClientExemplar, PromClientLike, PromClientMetric, PromClientValue } from "./prom-client-like.ts";

type Labels = Readonly<Record<string, string | number>>;

function labelPairs(labels: Labels | undefined, without = ""): LabelPairs {
  if (labels === undefined) return [];
  return Object.entries(labels)
    .filter(([name, value]) => name !== without && value !== undefined && value !== null)
    .map(([name, value]) => [name, String(value)] as const);
}

function exemplarOf(given: PromClientExemplar | null | undefined): { exemplar?: Exemplar } {
  if (typeof given?.value !== "number") return {};
  return {
    exemplar: {
      labels: labelPairs(given.labelSet),
      value: given.value,
      ...(typeof given.timestamp === "number" && { timestampMs: Math.round(given.timestamp * 1000) }),
    },
  };
}

interface Group {
  readonly labels: LabelPairs;
  readonly parts: { readonly bound: number; readonly value: PromClientValue }[];
  sum: number;
  count: number;
}

/** Puts the flat values of a histogram or summary together again: one group per label set without `boundLabel`. */
function groups(metric: PromClientMetric, boundLabel: "le" | "quantile"): readonly Group[] {
  const byLabels = new Map<string, Group>();
  for (const value of metric.values ?? []) {
    const labels = labelPairs(value.labels, boundLabel);
    const key = JSON.stringify(labels.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    let group = byLabels.get(key);
    if (group === undefined) {
      group = { labels, parts: [], sum: 0, count: 0 };
      byLabels.set(key, group);
    }
    const bound = value.labels?.[boundLabel];
    if (bound !== undefined) group.parts.push({ bound: bound === "+Inf" ? Infinity : Number(bound), value });
    else if (value.metricName?.endsWith("_sum") === true) group.sum = value.value;
    else if (value.metricName?.endsWith("_count") === true) group.count = value.value;
  }
  for (const group of byLabels.values()) group.parts.sort((a, b) => a.bound - b.bound);
  return [...byLabels.values()];
}

function scalarType(type: unknown): "gauge" | "counter" | "unknown" | "info" | "stateset" {
  return type === "gauge" || type === "counter" || type === "info" || type === "stateset" ? type : "unknown";
}

const OPEN_METRICS = "application/openmetrics-text";

function toFamily(metric: PromClientMetric, openMetrics: boolean): MetricFamily {
  const { name, help, type } = metric;
  if (type === "histogram") {
    const points = groups(metric, "le").map(({ labels, parts, sum, count }) => ({
      labels,
      sum,
      count,
      buckets: parts.map(({ bound, value }) => ({
        upperBound: bound,
        count: value.value,
        ...exemplarOf(value.exemplar),
      })),
    }));
    return { name, help, type, points };
  }
  if (type === "summary") {
    const points = groups(metric, "quantile").map(({ labels, parts, sum, count }) => ({
      labels,
      sum,
      count,
      quantiles: parts.map(({ bound, value }) => ({ quantile: bound, value: value.value })),
    }));
    return { name, help, type, points };
  }
  const points = (metric.values ?? []).map((value): ScalarPoint => ({
    labels: labelPairs(value.labels),
    value: value.value,
    ...exemplarOf(value.exemplar),
  }));
  const scalar = scalarType(type);
  // Such a registry cuts `_total` off a counter's name when its page is made, and writes it behind every series.
  const suffix = openMetrics && scalar === "counter" && !name.endsWith("_total") ? "_total" : "";
  return { name: name + suffix, help, type: scalar, points };
}

/**
 * Reads all metrics of a registry of prom-client, or of its successor `@prometheus-io/client`, as plain families with
 * the names that their series carry. Runs the `collect` functions of its metrics; rejects when one of them does.
 */
export async function readPromClient(registry: PromClientLike): Promise<readonly MetricFamily[]> {
  const openMetrics = registry.contentType.startsWith(OPEN_METRICS);
  // The libraries declare the list by different types; what is used of it is checked above, field by field.
  const metrics = (await registry.getMetricsAsJSON()) as readonly PromClientMetric[];
  return metrics.map((metric) => toFamily(metric, openMetrics));
}
