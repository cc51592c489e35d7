import { expect, test } from "vitest";
import { promClientMetric } from "../../src/bridge/mounted-metric.ts";
import { collectFamily } from "../../src/collected.ts";

test("names outside the legacy character set are escaped, since prom-client writes them as they are", () => {
  const family = collectFamily({
    name: "disk.reads",
    type: "gauge",
    help: "Reads.",
    points: [{ labels: [["disk name", "a b"]], value: 1 }],
  });
  expect(promClientMetric(family, false)).toEqual({
    name: "disk_reads",
    type: "gauge",
    help: "Reads.",
    values: [{ labels: { disk_name: "a b" }, value: 1 }],
  });
});

test("exemplars keep labels, value and time; one without a time is left out", () => {
  const family = collectFamily({
    name: "a_total",
    type: "counter",
    points: [
      { labels: [], value: 1, exemplar: { labels: [["t", "1"]], value: 2, timestampMs: 1500 } },
      { labels: [["x", "1"]], value: 1, exemplar: { labels: [], value: 2 } },
    ],
  });
  expect(promClientMetric(family, true)).toEqual({
    name: "a",
    type: "counter",
    help: "",
    values: [
      { labels: {}, value: 1, exemplar: { labelSet: { t: "1" }, value: 2, timestamp: 1.5 } },
      { labels: { x: "1" }, value: 1 },
    ],
  });
});

test("an info whose name lacks the suffix is unknown in OpenMetrics", () => {
  const family = collectFamily({ name: "a", type: "info", points: [{ labels: [["v", "1"]], value: 1 }] });
  expect(promClientMetric(family, true)).toMatchObject({ name: "a", type: "unknown" });
  expect(promClientMetric(family, false)).toMatchObject({ name: "a", type: "gauge" });
});
