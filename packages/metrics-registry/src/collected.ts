import type { Exemplar, HistogramPoint, MetricFamily, MetricType, SummaryPoint } from "./model.ts";

/**
 * One label set of one family, kept from scrape to scrape. `prefix` is the start of its line in every text format,
 * `name{labels} ` with the trailing space, rendered once; writers that need another form (escaped UTF-8 names,
 * protobuf) build it from the parts.
 */
export interface Series {
  readonly name: string;
  readonly labelNames: readonly string[];
  readonly labelValues: readonly string[];
  readonly prefix: string;
  /** Whether the name and all label names are of the legacy character set, so that no format has to escape or quote them. */
  readonly legacy: boolean;
}

interface CollectedHead {
  /** Name in text format 0.0.4, with `_total` or `_info` where the series carry it. */
  readonly name: string;
  readonly help: string | undefined;
  readonly unit?: string | undefined;
  /** Where writers keep the header that they made, for as long as the family's definition lives. */
  readonly header?: HeaderCache;
}

/** Header lines of a family by format; OpenMetrics' depends on what else is on the page. */
export interface HeaderCache {
  text?: string;
  openMetrics?: { readonly name: string; readonly type: MetricType; readonly lines: string };
}

/** A scalar family as collected: `series[i]` has `values[i]`; the optional arrays run parallel to them. */
export interface CollectedScalars extends CollectedHead {
  readonly type: "gauge" | "counter" | "unknown" | "info" | "stateset";
  readonly series: readonly Series[];
  readonly values: readonly number[];
  readonly timestampsMs?: readonly (number | undefined)[];
  readonly exemplars?: readonly (Exemplar | undefined)[];
  /**
   * Where writers keep the sample lines that they made of this object; they are the same in all text formats. Present
   * when all names are legacy and there are neither timestamps nor exemplars.
   */
  readonly lines?: { text?: string };
}

/** A histogram family as collected. */
export interface CollectedHistograms extends CollectedHead {
  readonly type: "histogram";
  readonly points: readonly HistogramPoint[];
}

/** A summary family as collected. */
export interface CollectedSummaries extends CollectedHead {
  readonly type: "summary";
  readonly points: readonly SummaryPoint[];
}

/** What the writers write: one family of one scrape. Names are unique within a scrape. */
export type CollectedFamily = CollectedScalars | CollectedHistograms | CollectedSummaries;

/** How many series, or points of a histogram or summary, a family has. */
export const seriesCount = (family: CollectedFamily): number =>
  "series" in family ? family.series.length : family.points.length;

const LEGACY_METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LEGACY_LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whether a metric name needs neither quoting nor escaping in any format. */
export const isLegacyMetricName = (name: string): boolean => LEGACY_METRIC_NAME.test(name);
/** Whether a label name needs neither quoting nor escaping in any format. */
export const isLegacyLabelName = (name: string): boolean => LEGACY_LABEL_NAME.test(name);

const SPECIAL = /[\\"\n]/;

/** Escapes a label value for the text formats: backslash, double quote and line feed. */
export function escapeLabelValue(value: string): string {
  return SPECIAL.test(value) ? value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n") : value;
}

/**
 * The start of a series' line, `name{labels} `. Joined and not concatenated: V8 keeps a concatenation as a tree of its
 * parts, which for a label set takes twice the space of the text.
 */
export function seriesPrefix(name: string, labelNames: readonly string[], labelValues: readonly string[]): string {
  if (labelNames.length === 0) return `${name} `;
  const parts = [name];
  for (let index = 0; index < labelNames.length; index += 1) {
    parts.push(
      index === 0 ? "{" : ",",
      labelNames[index] as string,
      '="',
      escapeLabelValue(labelValues[index] ?? ""),
      '"',
    );
  }
  parts.push("} ");
  return parts.join("");
}

/** Makes a series of a plain family. Names and values must be valid; see `registry.ts` for who checks. */
function createSeries(name: string, labelNames: readonly string[], labelValues: readonly string[]): Series {
  return {
    name,
    labelNames,
    labelValues,
    prefix: seriesPrefix(name, labelNames, labelValues),
    legacy: isLegacyMetricName(name) && labelNames.every(isLegacyLabelName),
  };
}

/** A plain family in the form that the writers take, without any cache. */
export function collectFamily(family: MetricFamily): CollectedFamily {
  if (family.type === "histogram" || family.type === "summary") {
    return { ...family, help: family.help };
  }
  const { name, type, help, unit, points } = family;
  const series = points.map((point) =>
    createSeries(
      name,
      point.labels.map(([label]) => label),
      point.labels.map(([, value]) => value),
    ),
  );
  return {
    name,
    type,
    help,
    unit,
    series,
    values: points.map((point) => point.value),
    ...(points.some((point) => point.timestampMs !== undefined) && {
      timestampsMs: points.map((point) => point.timestampMs),
    }),
    ...(points.some((point) => point.exemplar !== undefined) && { exemplars: points.map((point) => point.exemplar) }),
  };
}
