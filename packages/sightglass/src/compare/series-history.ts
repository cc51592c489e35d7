import type { LabelPairs, MetricFamily, MetricType } from "@sightglass/metrics-registry";
import type { MetricsPage } from "../target/read-page.ts";

/** How the values of a series are to be judged. */
export type ValueKind = "counter" | "gauge" | "either";

/** One time series over several scrapes. */
export interface SeriesHistory {
  /** With the suffix that parts of histograms and summaries have. */
  readonly name: string;
  /** Sorted by name, without empty ones, which are none to a server. */
  readonly labels: LabelPairs;
  readonly kind: ValueKind;
  /** One for each scrape; undefined where the series was not there. */
  readonly values: (number | undefined)[];
}

/** One family over several scrapes. */
export interface FamilyHistory {
  readonly name: string;
  readonly type: MetricType;
  readonly labelNames: ReadonlySet<string>;
  readonly series: readonly SeriesHistory[];
}

/** A side of a comparison. */
export interface SideHistory {
  readonly families: ReadonlyMap<string, FamilyHistory>;
  /** When each scrape was, in milliseconds on one clock. */
  readonly timesMs: readonly number[];
}

/** Labels that are taken off before anything is compared, by family. */
export type IgnoredLabel = (family: string, label: string) => boolean;

const KINDS: Readonly<Record<MetricType, ValueKind>> = {
  counter: "counter",
  gauge: "gauge",
  unknown: "either",
  info: "gauge",
  stateset: "gauge",
  histogram: "counter",
  summary: "counter",
};

const compareNames = (a: readonly [string, string], b: readonly [string, string]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;

/** The text by which equal label sets are equal. */
export const keyOf = (name: string, labels: LabelPairs): string => JSON.stringify([name, labels]);

interface OpenFamily {
  readonly name: string;
  type: MetricType;
  readonly labelNames: Set<string>;
  readonly series: Map<string, SeriesHistory>;
}

type AddSample = (suffix: string, labels: LabelPairs, kind: ValueKind, value: number) => void;

function addFamily(family: MetricFamily, add: AddSample): void {
  if (family.type === "histogram") {
    for (const { labels, buckets, sum, count } of family.points) {
      for (const { upperBound, count: below } of buckets) {
        add("_bucket", [...labels, ["le", String(upperBound).replace("Infinity", "+Inf")]], "counter", below);
      }
      if (!buckets.some(({ upperBound }) => upperBound === Infinity)) {
        add("_bucket", [...labels, ["le", "+Inf"]], "counter", count);
      }
      add("_sum", labels, "counter", sum);
      add("_count", labels, "counter", count);
    }
  } else if (family.type === "summary") {
    for (const { labels, quantiles, sum, count } of family.points) {
      for (const { quantile, value } of quantiles) {
        add("", [...labels, ["quantile", String(quantile)]], "gauge", value);
      }
      add("_sum", labels, "counter", sum);
      add("_count", labels, "counter", count);
    }
  } else {
    for (const { labels, value } of family.points) {
      add("", labels, KINDS[family.type], value);
    }
  }
}

/** Puts the scrapes of one side together, series by series. Of a series that is twice on a page the first counts. */
export function buildHistory(pages: readonly MetricsPage[], isIgnored: IgnoredLabel): SideHistory {
  const families = new Map<string, OpenFamily>();
  for (const [scrape, page] of pages.entries()) {
    for (const family of page.families) {
      let open = families.get(family.name);
      if (open === undefined) {
        open = { name: family.name, type: family.type, labelNames: new Set(), series: new Map() };
        families.set(family.name, open);
      }
      const { labelNames, series } = open;
      addFamily(family, (suffix, given, kind, value) => {
        const labels = given
          .filter(([label, text]) => text !== "" && !isIgnored(family.name, label))
          .toSorted(compareNames);
        const name = `${family.name}${suffix}`;
        const key = keyOf(name, labels);
        let history = series.get(key);
        if (history === undefined) {
          history = { name, labels, kind, values: Array.from({ length: pages.length }, () => undefined) };
          series.set(key, history);
          for (const [label] of labels) {
            labelNames.add(label);
          }
        }
        history.values[scrape] ??= value;
      });
    }
  }
  const closed = [...families.values()].map((family): [string, FamilyHistory] => [
    family.name,
    { ...family, series: [...family.series.values()] },
  ]);
  return { families: new Map(closed), timesMs: pages.map(({ atMs }) => atMs) };
}

/** Whether a series was on every page. */
export const isSteady = ({ values }: SeriesHistory): boolean => !values.includes(undefined);
