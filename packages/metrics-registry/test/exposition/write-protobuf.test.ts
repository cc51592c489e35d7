import { expect, test } from "vitest";
import { collectFamily } from "../../src/collected.ts";
import { writeProtobuf } from "../../src/exposition/write-protobuf.ts";
import type { MetricFamily } from "../../src/model.ts";
import { decodeFamilies } from "./protobuf-decoder.ts";

const write = (...families: MetricFamily[]): Buffer => writeProtobuf(families.map(collectFamily), "underscores");

test("exact bytes of a small counter family", () => {
  const page = write({ name: "c_total", type: "counter", help: "H", points: [{ labels: [["a", "b"]], value: 1 }] });
  expect(page.toString("hex")).toBe(
    [
      "23", // length of the family
      "0a07",
      Buffer.from("c_total").toString("hex"),
      "1201",
      Buffer.from("H").toString("hex"),
      "1800", // COUNTER
      "2213", // metric
      "0a06",
      "0a0161",
      "120162",
      "1a09",
      "09000000000000f03f",
    ].join(""),
  );
});

test("types, values, timestamps", () => {
  const point = { labels: [], value: -0.5, timestampMs: -5 };
  const types = ["gauge", "unknown", "info", "stateset"] as const;
  const decoded = decodeFamilies(write(...types.map((type) => ({ name: type, type, points: [point] }))));
  expect(decoded).toEqual([
    { name: "gauge", type: 1, metric: [{ gauge: { value: -0.5 }, timestamp_ms: -5 }] },
    { name: "unknown", type: 3, metric: [{ untyped: { value: -0.5 }, timestamp_ms: -5 }] },
    { name: "info", type: 1, metric: [{ gauge: { value: -0.5 }, timestamp_ms: -5 }] },
    { name: "stateset", type: 1, metric: [{ gauge: { value: -0.5 }, timestamp_ms: -5 }] },
  ]);
});

test("histogram, summary, exemplars", () => {
  const exemplar = { labels: [["id", "1"]] as const, value: 0.5, timestampMs: -1 };
  const decoded = decodeFamilies(
    write(
      { name: "c_total", type: "counter", unit: "x", points: [{ labels: [], value: 2 ** 60, exemplar }] },
      { name: "g", type: "gauge", points: [{ labels: [], value: 1, exemplar }] },
      {
        name: "h",
        type: "histogram",
        points: [{ labels: [["a", "b"]], buckets: [{ upperBound: 1, count: 300, exemplar }], sum: 3, count: 2 ** 63 }],
      },
      {
        name: "f",
        type: "histogram",
        points: [{ labels: [], buckets: [{ upperBound: Infinity, count: 1.5 }], sum: 3, count: 2 }],
      },
      {
        name: "s",
        type: "summary",
        points: [{ labels: [], quantiles: [{ quantile: 0.5, value: NaN }], sum: 3, count: 1e18 }],
      },
    ),
  );
  const decodedExemplar = {
    label: [{ name: "id", value: "1" }],
    value: 0.5,
    timestamp: { seconds: -1, nanos: 999_000_000 },
  };
  expect(decoded).toEqual([
    { name: "c_total", type: 0, metric: [{ counter: { value: 2 ** 60, exemplar: decodedExemplar } }], unit: "x" },
    { name: "g", type: 1, metric: [{ gauge: { value: 1 } }] },
    {
      name: "h",
      type: 4,
      metric: [
        {
          label: [{ name: "a", value: "b" }],
          histogram: {
            sample_count: 2 ** 63,
            sample_sum: 3,
            bucket: [
              { cumulative_count: 300, upper_bound: 1, exemplar: decodedExemplar },
              { cumulative_count: 2 ** 63, upper_bound: Infinity },
            ],
          },
        },
      ],
    },
    {
      name: "f",
      type: 4,
      metric: [
        {
          histogram: {
            sample_sum: 3,
            bucket: [{ upper_bound: Infinity, cumulative_count_float: 1.5 }],
            sample_count_float: 2,
          },
        },
      ],
    },
    {
      name: "s",
      type: 2,
      metric: [{ summary: { sample_count: 1e18, sample_sum: 3, quantile: [{ quantile: 0.5, value: NaN }] } }],
    },
  ]);
});

test("long messages, growth of the buffer, UTF-8 and lone surrogates", () => {
  const help = "ü".repeat(40_000);
  const points = Array.from({ length: 2000 }, (_, index) => ({
    labels: [["l", `value ${index}`]] as const,
    value: index,
  }));
  const [family] = decodeFamilies(write({ name: "a.b", type: "gauge", help, points }));
  expect(family).toEqual({
    name: "a_b",
    type: 1,
    help,
    metric: points.map(({ value }) => ({ label: [{ name: "l", value: `value ${value}` }], gauge: { value } })),
  });
  const [odd] = decodeFamilies(
    write({
      name: "a",
      type: "gauge",
      points: [
        {
          labels: [
            ["x.y", "\ud800"],
            ["x_y", "2"],
          ],
          value: 1,
        },
      ],
    }),
  );
  expect(odd).toEqual({
    name: "a",
    type: 1,
    metric: [{ label: [{ name: "x_y", value: "\ufffd" }], gauge: { value: 1 } }],
  });
});
