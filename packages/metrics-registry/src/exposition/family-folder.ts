import type {
  Exemplar,
  HistogramBucket,
  HistogramPoint,
  LabelPairs,
  MetricFamily,
  MetricType,
  ScalarPoint,
  SummaryPoint,
  SummaryValue,
} from "../model.ts";
import { parseNumber } from "./parse-number.ts";

/** One sample line, whole. Labels are in their order and include `le` and `quantile`. */
export interface ParsedSample {
  readonly name: string;
  readonly labels: LabelPairs;
  readonly value: number;
  readonly timestampMs: number | undefined;
  readonly exemplar: Exemplar | undefined;
}

/** Which part of a histogram or summary a line carries. */
export type PointPart = "bound" | "sum" | "count";

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type OpenHistogram = Mutable<HistogramPoint> & { buckets: HistogramBucket[] };
type OpenSummary = Mutable<SummaryPoint> & { quantiles: { quantile: number; value: number }[] };

/** A family being read. `type` is undefined until a TYPE line or a sample fixes it. */
export interface OpenFamily {
  /** The name as the model has it, with `_total` and `_info` where the series carry them. */
  readonly name: string;
  type: MetricType | undefined;
  help: string | undefined;
  unit: string | undefined;
  readonly scalars: ScalarPoint[];
  readonly histograms: Map<string, OpenHistogram>;
  readonly summaries: Map<string, OpenSummary>;
}

export function openFamily(name: string): OpenFamily {
  return {
    name,
    type: undefined,
    help: undefined,
    unit: undefined,
    scalars: [],
    histograms: new Map(),
    summaries: new Map(),
  };
}

const compareNames = (left: readonly [string, string], right: readonly [string, string]): number =>
  left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0;

/** Equal for equal label sets in any order. */
function labelKey(labels: LabelPairs): string {
  return JSON.stringify(labels.length > 1 ? labels.toSorted(compareNames) : labels);
}

/** Takes the label `le` or `quantile` out of a label set. */
function splitBound(labels: LabelPairs, boundLabel: string): { rest: LabelPairs; bound: string | undefined } {
  let bound: string | undefined;
  const rest = labels.filter(([name, value]) => {
    if (name !== boundLabel) return true;
    bound = value;
    return false;
  });
  return { rest, bound };
}

/** Adds a sample of a scalar family. */
export function addScalar(family: OpenFamily, { labels, value, timestampMs, exemplar }: ParsedSample): void {
  family.scalars.push({
    labels,
    value,
    ...(timestampMs !== undefined && { timestampMs }),
    ...(exemplar !== undefined && { exemplar }),
  });
}

/**
 * Adds one line to the histogram with its label set. Returns what is wrong with it, or nothing. A bucket line without
 * `le` only brings the point into being, as in prometheus/common; the caller refuses it where the format does.
 */
export function addHistogramLine(family: OpenFamily, sample: ParsedSample, part: PointPart): string | undefined {
  const { rest, bound } = splitBound(sample.labels, "le");
  const upperBound = bound === undefined ? Number.NaN : parseNumber(bound);
  if (upperBound === undefined) return "label le is no number";
  if (part !== "sum" && sample.value < 0) return "a histogram counts below zero";
  const key = labelKey(rest);
  let point = family.histograms.get(key);
  if (point === undefined) {
    point = { labels: rest, buckets: [], sum: 0, count: 0 };
    family.histograms.set(key, point);
  }
  if (part === "sum") {
    point.sum = sample.value;
  } else if (part === "count") {
    point.count = sample.value;
  } else if (!Number.isNaN(upperBound)) {
    const { value, exemplar } = sample;
    point.buckets.push({ upperBound, count: value, ...(exemplar !== undefined && { exemplar }) });
  }
  if (sample.timestampMs !== undefined) point.timestampMs = sample.timestampMs;
  return undefined;
}

/** Adds one line to the summary with its label set; the counterpart of `addHistogramLine`. */
export function addSummaryLine(family: OpenFamily, sample: ParsedSample, part: PointPart): string | undefined {
  const { rest, bound } = splitBound(sample.labels, "quantile");
  const quantile = bound === undefined ? Number.NaN : parseNumber(bound);
  if (quantile === undefined) return "label quantile is no number";
  const key = labelKey(rest);
  let point = family.summaries.get(key);
  if (point === undefined) {
    const empty: SummaryValue = { quantiles: [], sum: 0, count: 0 };
    point = { ...empty, labels: rest, quantiles: [] };
    family.summaries.set(key, point);
  }
  if (part === "sum") {
    point.sum = sample.value;
  } else if (part === "count") {
    point.count = sample.value;
  } else if (!Number.isNaN(quantile)) {
    point.quantiles.push({ quantile, value: sample.value });
  }
  if (sample.timestampMs !== undefined) point.timestampMs = sample.timestampMs;
  return undefined;
}

/** The finished families, without those that have no points. */
export function closeFamilies(families: Iterable<OpenFamily>): MetricFamily[] {
  const closed: MetricFamily[] = [];
  for (const { name, type = "unknown", help, unit, scalars, histograms, summaries } of families) {
    const head = { name, ...(help !== undefined && { help }), ...(unit !== undefined && { unit }) };
    if (type === "histogram") {
      if (histograms.size > 0) closed.push({ ...head, type, points: [...histograms.values()] });
    } else if (type === "summary") {
      if (summaries.size > 0) closed.push({ ...head, type, points: [...summaries.values()] });
    } else if (scalars.length > 0) {
      closed.push({ ...head, type, points: scalars });
    }
  }
  return closed;
}
