import type { CollectedFamily, CollectedScalars } from "../collected.ts";
import type { Exemplar, HistogramPoint, LabelPairs, MetricType, SummaryPoint } from "../model.ts";
import { ByteWriter } from "./byte-writer.ts";
import { distinctFamilies } from "./distinct-families.ts";
import { escapeLabelName, escapeMetricName } from "./escape-name.ts";
import type { EscapingScheme } from "./format.ts";
import { isEmptyFamily } from "./sample-lines.ts";

/** `io.prometheus.client.MetricType`. Types that it lacks are written as text format 0.0.4 writes them. */
const TYPE_CODES: Readonly<Record<MetricType, number>> = {
  counter: 0,
  gauge: 1,
  summary: 2,
  unknown: 3,
  histogram: 4,
  info: 1,
  stateset: 1,
};

/** Field of `Metric` that holds the value of a scalar type. */
const VALUE_FIELDS: Readonly<Record<CollectedScalars["type"], number>> = {
  gauge: 2,
  counter: 3,
  unknown: 5,
  info: 2,
  stateset: 2,
};

const UINT64_LIMIT = 2 ** 64;
const isUint = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < UINT64_LIMIT;

function writeLabel(out: ByteWriter, name: string, value: string): void {
  const start = out.open(1);
  out.string(1, name);
  out.string(2, value);
  out.close(start);
}

function writeLabels(out: ByteWriter, labels: LabelPairs, escaping: EscapingScheme): void {
  const seen = new Set<string>();
  for (const [name, value] of labels) {
    const escaped = escapeLabelName(name, escaping);
    if (seen.has(escaped)) continue;
    seen.add(escaped);
    writeLabel(out, escaped, value);
  }
}

function writeTimestamp(out: ByteWriter, timestampMs: number | undefined): void {
  if (timestampMs === undefined) return;
  const whole = Math.round(timestampMs);
  if (Number.isSafeInteger(whole)) out.int(6, whole);
}

function writeExemplar(out: ByteWriter, field: number, exemplar: Exemplar, escaping: EscapingScheme): void {
  const start = out.open(field);
  writeLabels(out, exemplar.labels, escaping);
  out.double(2, exemplar.value);
  const { timestampMs } = exemplar;
  if (timestampMs !== undefined && Number.isSafeInteger(Math.round(timestampMs))) {
    const time = out.open(3);
    const seconds = Math.floor(timestampMs / 1000);
    out.int(1, seconds);
    out.int(2, Math.round((timestampMs - seconds * 1000) * 1e6));
    out.close(time);
  }
  out.close(start);
}

function writeScalars(out: ByteWriter, family: CollectedScalars, escaping: EscapingScheme): void {
  const field = VALUE_FIELDS[family.type];
  const exemplars = family.type === "counter" ? family.exemplars : undefined;
  for (let index = 0; index < family.series.length; index += 1) {
    const series = family.series[index]!;
    const metric = out.open(4);
    if (series.legacy) {
      for (let label = 0; label < series.labelNames.length; label += 1) {
        writeLabel(out, series.labelNames[label]!, series.labelValues[label] ?? "");
      }
    } else {
      writeLabels(
        out,
        series.labelNames.map((name, label) => [name, series.labelValues[label] ?? ""] as const),
        escaping,
      );
    }
    const value = out.open(field);
    out.double(1, family.values[index]!);
    const exemplar = exemplars?.[index];
    if (exemplar !== undefined) writeExemplar(out, 2, exemplar, escaping);
    out.close(value);
    writeTimestamp(out, family.timestampsMs?.[index]);
    out.close(metric);
  }
}

function writeHistogram(out: ByteWriter, point: HistogramPoint, escaping: EscapingScheme): void {
  const metric = out.open(4);
  writeLabels(out, point.labels, escaping);
  const histogram = out.open(7);
  // A histogram is wholly of integers or wholly of floats, as client_model has it.
  const whole = isUint(point.count) && point.buckets.every((bucket) => isUint(bucket.count));
  if (whole) out.uint(1, point.count);
  out.double(2, point.sum);
  const infinite = point.buckets.some((bucket) => bucket.upperBound === Infinity);
  const buckets = infinite ? point.buckets : [...point.buckets, { upperBound: Infinity, count: point.count }];
  for (const { upperBound, count, exemplar } of buckets) {
    const bucket = out.open(3);
    if (whole) out.uint(1, count);
    out.double(2, upperBound);
    if (exemplar !== undefined) writeExemplar(out, 3, exemplar, escaping);
    if (!whole) out.double(4, count);
    out.close(bucket);
  }
  if (!whole) out.double(4, point.count);
  out.close(histogram);
  writeTimestamp(out, point.timestampMs);
  out.close(metric);
}

function writeSummary(out: ByteWriter, point: SummaryPoint, escaping: EscapingScheme): void {
  const metric = out.open(4);
  writeLabels(out, point.labels, escaping);
  const summary = out.open(4);
  // The message has no float form of a summary's count.
  out.uint(
    1,
    isUint(point.count) ? point.count : Math.min(Math.max(Math.trunc(point.count) || 0, 0), UINT64_LIMIT - 2048),
  );
  out.double(2, point.sum);
  for (const { quantile, value } of point.quantiles) {
    const entry = out.open(3);
    out.double(1, quantile);
    out.double(2, value);
    out.close(entry);
  }
  out.close(summary);
  writeTimestamp(out, point.timestampMs);
  out.close(metric);
}

/**
 * Writes `io.prometheus.client.MetricFamily` messages, each preceded by its length. Field numbers are those of
 * client_model's metrics.proto. A reader makes the `le` label of a bucket from its bound.
 */
export function writeProtobuf(families: readonly CollectedFamily[], escaping: EscapingScheme): Buffer {
  const out = new ByteWriter();
  for (const family of distinctFamilies(families, escaping)) {
    if (isEmptyFamily(family)) continue;
    const message = out.open(0);
    out.string(1, escapeMetricName(family.name, escaping));
    if (family.help !== undefined) out.string(2, family.help);
    out.uint(3, TYPE_CODES[family.type]);
    if (family.type === "histogram") {
      for (const point of family.points) writeHistogram(out, point, escaping);
    } else if (family.type === "summary") {
      for (const point of family.points) writeSummary(out, point, escaping);
    } else {
      writeScalars(out, family, escaping);
    }
    if (family.unit !== undefined && family.unit !== "") out.string(5, family.unit);
    out.close(message);
  }
  return out.finish();
}
