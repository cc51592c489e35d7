import * as fc from "fast-check";
import { expect, test } from "vitest";
import { collectFamily, isLegacyLabelName } from "../../src/collected.ts";
import { formatGoFloat } from "../../src/exposition/go-float.ts";
import { parseExposition } from "../../src/exposition/parse.ts";
import { writeOpenMetrics } from "../../src/exposition/write-openmetrics.ts";
import { writeProtobuf } from "../../src/exposition/write-protobuf.ts";
import { writeText } from "../../src/exposition/write-text.ts";
import type { Exemplar, LabelPairs, MetricFamily, MetricType } from "../../src/model.ts";
import { families } from "./arbitrary-families.ts";
import { decodeFamilies, type Message } from "./protobuf-decoder.ts";

const without = <Type extends object>(record: Type, ...keys: string[]): Type =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key))) as Type;

function dropExemplars(family: MetricFamily): MetricFamily {
  const points = family.points.map((point) => {
    const bare = without(point, "exemplar");
    return "buckets" in bare ? { ...bare, buckets: bare.buckets.map((bucket) => without(bucket, "exemplar")) } : bare;
  });
  return { ...family, points } as MetricFamily;
}

/** What the text format keeps: no units, no exemplars, info and stateset as gauges. */
function inText(family: MetricFamily): MetricFamily {
  const type = family.type === "info" || family.type === "stateset" ? "gauge" : family.type;
  return { ...without(dropExemplars(family), "unit"), type } as MetricFamily;
}

const tooLong = ({ labels }: Exemplar): boolean =>
  labels.reduce((sum, [name, value]) => sum + Array.from(name + value).length, 0) > 128;

/** What OpenMetrics keeps: exemplars of counters and buckets; a type only with the suffix that it asks for. */
function inOpenMetrics(family: MetricFamily): MetricFamily {
  let type: MetricType = family.type;
  if (type === "counter" && !family.name.endsWith("_total")) type = "unknown";
  if (type === "info" && !family.name.endsWith("_info")) type = "gauge";
  const kept = type === "counter" || type === "histogram" ? family : dropExemplars(family);
  return { ...kept, type } as MetricFamily;
}

const runs = { numRuns: 100 };

test("text: write, then parse, is the identity", () => {
  fc.assert(
    fc.property(families, (given) => {
      const page = writeText(given.map(collectFamily), "allow-utf-8");
      expect(parseExposition(page, { format: "text" })).toEqual(given.map(inText));
    }),
    runs,
  );
});

test("OpenMetrics: write, then parse, is the identity", () => {
  fc.assert(
    fc.property(families, (given) => {
      fc.pre(!JSON.stringify(given).includes('"exemplar"') || !given.some(hasLongExemplar));
      const page = writeOpenMetrics(given.map(collectFamily), "allow-utf-8");
      expect(parseExposition(page, { format: "openmetrics" })).toEqual(given.map(inOpenMetrics));
    }),
    runs,
  );
});

function hasLongExemplar(family: MetricFamily): boolean {
  return family.points.some((point) =>
    "buckets" in point
      ? point.buckets.some(({ exemplar }) => exemplar !== undefined && tooLong(exemplar))
      : "exemplar" in point && point.exemplar !== undefined && tooLong(point.exemplar),
  );
}

/** One line per stored series: what a server keeps of a page, whatever its format. */
function series(list: readonly MetricFamily[]): string[] {
  const rows: string[] = [];
  for (const family of list) {
    for (const point of family.points) {
      const add = (suffix: string, value: number, extra?: readonly [string, string]): void => {
        rows.push(row(family.name + suffix, extra === undefined ? point.labels : [...point.labels, extra], value));
      };
      if ("buckets" in point) {
        for (const bucket of point.buckets) add("_bucket", bucket.count, ["le", formatGoFloat(bucket.upperBound)]);
      } else if ("quantiles" in point) {
        for (const { quantile, value } of point.quantiles) add("", value, ["quantile", formatGoFloat(quantile)]);
      }
      if ("value" in point) {
        add("", point.value);
      } else {
        add("_sum", point.sum);
        add("_count", point.count);
      }
    }
  }
  return rows;
}

const row = (name: string, labels: LabelPairs, value: number): string =>
  `${JSON.stringify([name, labels])} ${Object.is(value, -0) ? "-0" : value}`;

interface DecodedMetric {
  readonly label?: readonly { name: string; value: string }[];
  readonly gauge?: { value: number };
  readonly counter?: { value: number };
  readonly untyped?: { value: number };
  readonly summary?: { sample_count: number; sample_sum: number; quantile?: { quantile: number; value: number }[] };
  readonly histogram?: {
    sample_count: number;
    sample_sum: number;
    bucket: { cumulative_count: number; upper_bound: number }[];
  };
}

/** The decoded protobuf as model families, for the comparison of series only. */
function decoded(messages: readonly Message[]): MetricFamily[] {
  return messages.map((message) => {
    const points = (message["metric"] as DecodedMetric[]).map(({ label = [], histogram, summary, ...scalar }) => {
      const labels = label.map(({ name, value }) => [name, value] as const);
      if (histogram !== undefined) {
        const buckets = histogram.bucket.map((bucket) => ({
          upperBound: bucket.upper_bound,
          count: bucket.cumulative_count,
        }));
        return { labels, buckets, sum: histogram.sample_sum, count: histogram.sample_count };
      }
      if (summary !== undefined) {
        return { labels, quantiles: summary.quantile ?? [], sum: summary.sample_sum, count: summary.sample_count };
      }
      return { labels, value: (scalar.gauge ?? scalar.counter ?? scalar.untyped)?.value };
    });
    return { name: message["name"], type: "unknown", points } as unknown as MetricFamily;
  });
}

test("a format never changes a series", () => {
  fc.assert(
    fc.property(families, fc.constantFrom("allow-utf-8", "underscores", "dots", "values"), (given, escaping) => {
      const collected = given.map(collectFamily);
      const fromText = series(parseExposition(writeText(collected, escaping), { format: "text" }));
      expect(series(parseExposition(writeOpenMetrics(collected, escaping), { format: "openmetrics" }))).toEqual(
        fromText,
      );
      expect(series(decoded(decodeFamilies(writeProtobuf(collected, escaping))))).toEqual(fromText);
      if (escaping === "allow-utf-8") expect(fromText).toEqual(series(given));
    }),
    runs,
  );
});

test("escaped pages hold legacy names only", () => {
  fc.assert(
    fc.property(families, fc.constantFrom("underscores", "dots", "values"), (given, escaping) => {
      const page = writeText(given.map(collectFamily), escaping);
      const read = parseExposition(page, { format: "text", names: "legacy" });
      for (const { points } of read) {
        for (const { labels } of points) expect(labels.every(([name]) => isLegacyLabelName(name))).toBe(true);
      }
    }),
    runs,
  );
});
