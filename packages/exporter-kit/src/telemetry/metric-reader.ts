import type { HistogramPoint, LabelPairs, MetricFamily, ScalarPoint } from "@sightglass/metrics-registry";
import type { Counter, Gauge, Histogram } from "prom-client";

type Labels = Readonly<Record<string, string | number>>;

interface StoredScalar {
  readonly labels: Labels;
  readonly value: number;
}

interface StoredHistogram {
  readonly labels: Labels;
  readonly bucketValues: Readonly<Record<string, number>>;
  readonly sum: number;
  readonly count: number;
}

interface Stored {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly hashMap: Readonly<Record<string, StoredScalar | StoredHistogram>>;
  readonly upperBounds?: readonly number[];
}

type HistogramBucket = HistogramPoint["buckets"][number];

/** Reads the current values of one metric. */
export type MetricReader = () => MetricFamily;

const pairsOf = (labels: Labels): LabelPairs => Object.entries(labels).map(([name, value]) => [name, String(value)]);

/** The label pairs of a metric by their hash: label sets of own telemetry are closed, so they are made once. */
const createPairsCache = (): ((key: string, labels: Labels) => LabelPairs) => {
  const cache = new Map<string, LabelPairs>();
  return (key, labels) => {
    let pairs = cache.get(key);
    if (pairs === undefined) {
      pairs = pairsOf(labels);
      cache.set(key, pairs);
    }
    return pairs;
  };
};

const headOf = ({ name, help }: Stored): { readonly name: string; readonly help: string } => ({ name, help });

/**
 * Reads a gauge or counter of prom-client without its `get()`, which is asynchronous, calls back and clones.
 * The store that it reads is not part of prom-client's interface: a test holds it against `getMetricsAsJSON()`,
 * and prom-client's version is pinned.
 */
export function readScalar(metric: Gauge | Counter): MetricReader {
  const stored = metric as unknown as Stored;
  const pairs = createPairsCache();
  const type = stored.type === "counter" ? "counter" : "gauge";
  let last: MetricFamily & { readonly points: readonly ScalarPoint[] } = { ...headOf(stored), type, points: [] };
  return () => {
    const { hashMap } = stored;
    const { points: before } = last;
    let count = 0;
    let isSame = true;
    for (const key in hashMap) {
      const { value } = hashMap[key] as StoredScalar;
      const point = before[count];
      if (point?.value !== value || point.labels !== pairs(key, hashMap[key]!.labels)) isSame = false;
      count += 1;
    }
    // The registry does nothing for an object that it has seen.
    if (isSame && count === before.length) return last;
    const points: ScalarPoint[] = [];
    for (const key in hashMap) {
      const { labels, value } = hashMap[key] as StoredScalar;
      points.push({ labels: pairs(key, labels), value });
    }
    last = { ...headOf(stored), type, points };
    return last;
  };
}

/**
 * Reads a histogram of prom-client, which stores counts per bucket, as cumulative ones. A label set that nothing was
 * observed for since the last read is the same point as then.
 */
export function readHistogram(metric: Histogram): MetricReader {
  const stored = metric as unknown as Stored;
  const pairs = createPairsCache();
  const bounds = stored.upperBounds ?? [];
  let last: MetricFamily & { readonly points: readonly HistogramPoint[] } = {
    ...headOf(stored),
    type: "histogram",
    points: [],
  };

  function pointOf(key: string, { labels, bucketValues, sum, count }: StoredHistogram): HistogramPoint {
    const buckets: HistogramBucket[] = [];
    let cumulative = 0;
    for (let index = 0; index < bounds.length; index += 1) {
      const upperBound = bounds[index] as number;
      cumulative += bucketValues[upperBound] ?? 0;
      buckets.push({ upperBound, count: cumulative });
    }
    return { labels: pairs(key, labels), buckets, sum, count };
  }

  return () => {
    const { points: before } = last;
    const points: HistogramPoint[] = [];
    let isSame = true;
    for (const key in stored.hashMap) {
      const entry = stored.hashMap[key] as StoredHistogram;
      let point = before[points.length];
      // An observation changes the count at least; resetting takes it back to 0, where all is 0.
      if (point?.count !== entry.count || point.sum !== entry.sum || point.labels !== pairs(key, entry.labels)) {
        point = pointOf(key, entry);
        isSame = false;
      }
      points.push(point);
    }
    if (!isSame || points.length !== before.length) last = { ...headOf(stored), type: "histogram", points };
    return last;
  };
}
