import type { CollectedFamily, CollectedHistograms, CollectedScalars, CollectedSummaries } from "../collected.ts";
import type { Exemplar, HistogramPoint, LabelPairs } from "../model.ts";
import { escapeMetricName } from "./escape-name.ts";
import { formatNumber } from "./format-number.ts";
import type { EscapingScheme } from "./format.ts";
import { formatBound } from "./go-float.ts";
import { flat } from "./page-buffer.ts";
import { closedPrefix, openPrefix, renderLabels, seriesPrefix } from "./series-prefix.ts";

/** What differs between the lines of the text formats. Both functions return text with a leading space, or nothing. */
export interface LineStyle {
  readonly escaping: EscapingScheme;
  readonly timestamp: (timestampMs: number) => string;
  /** Undefined where the format or the family's type has no exemplars. */
  readonly exemplar: ((exemplar: Exemplar) => string) | undefined;
}

/** Lines of a scalar family, kept with it: in a steady scrape most families are the object that they were before. */
function scalarLines(family: CollectedScalars, style: LineStyle): string {
  const { lines } = family;
  if (lines === undefined) return freshLines(family, style);
  lines.text ??= flat(freshLines(family, style));
  return lines.text;
}

function freshLines(family: CollectedScalars, style: LineStyle): string {
  const { series, values, timestampsMs } = family;
  const { escaping } = style;
  const exemplars = style.exemplar === undefined ? undefined : family.exemplars;
  let out = "";
  if (timestampsMs === undefined && exemplars === undefined) {
    for (let index = 0; index < series.length; index += 1) {
      const one = series[index]!;
      out += (one.legacy ? one.prefix : seriesPrefix(one, escaping)) + formatNumber(values[index]!) + "\n";
    }
    return out;
  }
  for (let index = 0; index < series.length; index += 1) {
    const start = seriesPrefix(series[index]!, escaping) + formatNumber(values[index]!);
    out += `${start}${tail(timestampsMs?.[index], exemplars?.[index], style)}\n`;
  }
  return out;
}

function tail(timestampMs: number | undefined, exemplar: Exemplar | undefined, style: LineStyle): string {
  const timestamp = timestampMs === undefined ? "" : style.timestamp(timestampMs);
  return exemplar === undefined || style.exemplar === undefined ? timestamp : timestamp + style.exemplar(exemplar);
}

function pointLabels(labels: LabelPairs, escaping: EscapingScheme): string {
  if (labels.length === 0) return "";
  return renderLabels(
    labels.map(([name]) => name),
    labels.map(([, value]) => value),
    escaping,
  );
}

/** Starts of the lines of one histogram point, up to the number. */
interface HistogramStarts {
  readonly name: string;
  readonly escaping: EscapingScheme;
  /** By bucket, in order; the bounds are those that they were made for. */
  readonly bounds: readonly number[];
  readonly buckets: readonly string[];
  readonly infinite: string;
  readonly sum: string;
  readonly count: string;
}

/** By the labels of a point: sources that keep their label objects between scrapes have their lines' starts kept too. */
const histogramStarts = new WeakMap<LabelPairs, HistogramStarts>();

function startsFor(name: string, point: HistogramPoint, escaping: EscapingScheme): HistogramStarts {
  const { buckets, labels } = point;
  const kept = histogramStarts.get(labels);
  if (kept !== undefined && kept.name === name && kept.escaping === escaping && kept.bounds.length === buckets.length) {
    let index = 0;
    while (index < buckets.length && kept.bounds[index] === buckets[index]!.upperBound) index += 1;
    if (index === buckets.length) return kept;
  }
  const rendered = pointLabels(labels, escaping);
  const bucket = `${openPrefix(`${name}_bucket`, rendered)}le="`;
  const bounds = buckets.map(({ upperBound }) => upperBound);
  const starts: HistogramStarts = {
    name,
    escaping,
    bounds,
    buckets: bounds.map((bound) => flat(`${bucket}${formatBound(bound)}"} `)),
    infinite: flat(`${bucket}+Inf"} `),
    sum: flat(closedPrefix(`${name}_sum`, rendered)),
    count: flat(closedPrefix(`${name}_count`, rendered)),
  };
  histogramStarts.set(labels, starts);
  return starts;
}

/** Lines of a histogram family: buckets, the +Inf one added when it is missing, then sum and count. */
function histogramLines(family: CollectedHistograms, style: LineStyle): string {
  const name = escapeMetricName(family.name, style.escaping);
  let out = "";
  for (const point of family.points) {
    const starts = startsFor(name, point, style.escaping);
    const timestamp = point.timestampMs === undefined ? "" : style.timestamp(point.timestampMs);
    let infinite = false;
    for (let index = 0; index < point.buckets.length; index += 1) {
      const { upperBound, count, exemplar } = point.buckets[index]!;
      if (upperBound === Infinity) infinite = true;
      out += starts.buckets[index]! + formatNumber(count) + timestamp;
      out += exemplar === undefined || style.exemplar === undefined ? "\n" : `${style.exemplar(exemplar)}\n`;
    }
    if (!infinite) out += `${starts.infinite}${formatNumber(point.count)}${timestamp}\n`;
    out += `${starts.sum}${formatNumber(point.sum)}${timestamp}\n`;
    out += `${starts.count}${formatNumber(point.count)}${timestamp}\n`;
  }
  return out;
}

/** Lines of a summary family: quantiles, then sum and count. */
function summaryLines(family: CollectedSummaries, style: LineStyle): string {
  const name = escapeMetricName(family.name, style.escaping);
  let out = "";
  for (const point of family.points) {
    const labels = pointLabels(point.labels, style.escaping);
    const timestamp = point.timestampMs === undefined ? "" : style.timestamp(point.timestampMs);
    if (point.quantiles.length > 0) {
      const start = `${openPrefix(name, labels)}quantile="`;
      for (const { quantile, value } of point.quantiles) {
        out += `${start}${formatBound(quantile)}"} ${formatNumber(value)}${timestamp}\n`;
      }
    }
    out += `${closedPrefix(`${name}_sum`, labels)}${formatNumber(point.sum)}${timestamp}\n`;
    out += `${closedPrefix(`${name}_count`, labels)}${formatNumber(point.count)}${timestamp}\n`;
  }
  return out;
}

/** Whether a family has nothing to say in this scrape; such a family gets no header either. */
export function isEmptyFamily(family: CollectedFamily): boolean {
  return family.type === "histogram" || family.type === "summary"
    ? family.points.length === 0
    : family.series.length === 0;
}

/** Lines of any family. */
export function sampleLines(family: CollectedFamily, style: LineStyle): string {
  if (family.type === "histogram") return histogramLines(family, style);
  return family.type === "summary" ? summaryLines(family, style) : scalarLines(family, style);
}
