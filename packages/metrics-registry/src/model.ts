/** The metric types of the exposition formats. `unknown` is written as `untyped` where the format says so. */
export type MetricType = "gauge" | "counter" | "unknown" | "histogram" | "summary" | "info" | "stateset";

/** Labels of one point as name/value pairs, in the order in which they are written; `le` and `quantile` are not among them. */
export type LabelPairs = readonly (readonly [name: string, value: string])[];

/** A point of a gauge, counter, unknown, info or stateset family. */
export interface ScalarPoint {
  readonly labels: LabelPairs;
  readonly value: number;
  /** Unix time in milliseconds. Only sources that pass other programs' metrics on set it. */
  readonly timestampMs?: number;
  readonly exemplar?: Exemplar;
}

/** Cumulative histogram value: `buckets` ascend by `upperBound`; the +Inf bucket may be left out when it equals `count`. */
export interface HistogramValue {
  readonly buckets: readonly HistogramBucket[];
  readonly sum: number;
  readonly count: number;
}

/** One cumulative bucket: how many observations were at most `upperBound`. */
export interface HistogramBucket {
  readonly upperBound: number;
  readonly count: number;
  readonly exemplar?: Exemplar;
}

/** Value of a summary: precomputed quantiles (0 to 1), sum and count of all observations. */
export interface SummaryValue {
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
  readonly sum: number;
  readonly count: number;
}

/** A point of a histogram family. */
export interface HistogramPoint extends HistogramValue {
  readonly labels: LabelPairs;
  readonly timestampMs?: number;
}

/** A point of a summary family. */
export interface SummaryPoint extends SummaryValue {
  readonly labels: LabelPairs;
  readonly timestampMs?: number;
}

/** An OpenMetrics exemplar: labels, value and, optionally, Unix time in milliseconds. */
export interface Exemplar {
  readonly labels: LabelPairs;
  readonly value: number;
  readonly timestampMs?: number;
}

interface FamilyHead {
  /** The name as text format 0.0.4 writes it after `# TYPE`, with `_total` and `_info` where the series carry them. */
  readonly name: string;
  /** Undefined when the source gave none. */
  readonly help?: string | undefined;
  /** OpenMetrics unit, when the source gave one. */
  readonly unit?: string | undefined;
}

/**
 * A metric family as plain data, in no particular format: what the parsers return, what the prom-client bridge
 * yields, and what a collector that passes metrics on emits. The name of a stateset is also the name of the label
 * that holds the state.
 */
export type MetricFamily =
  | (FamilyHead & {
      readonly type: "gauge" | "counter" | "unknown" | "info" | "stateset";
      readonly points: readonly ScalarPoint[];
    })
  | (FamilyHead & { readonly type: "histogram"; readonly points: readonly HistogramPoint[] })
  | (FamilyHead & { readonly type: "summary"; readonly points: readonly SummaryPoint[] });
