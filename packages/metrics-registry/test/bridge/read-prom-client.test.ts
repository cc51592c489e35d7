import { Counter, Gauge, Histogram, Registry, Summary, type OpenMetricsContentType } from "prom-client";
import { expect, test } from "vitest";
import { readPromClient } from "../../src/bridge/read-prom-client.ts";

function openMetricsRegistry(): Registry<OpenMetricsContentType> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry;
}

test("gauges and counters keep names, help, labels and values", async () => {
  const registry = new Registry();
  new Gauge({ name: "queue_length", help: "Jobs that wait.", labelNames: ["queue"], registers: [registry] })
    .labels("mail")
    .set(3.5);
  new Counter({ name: "jobs_total", help: "Jobs taken.", registers: [registry] }).inc(7);
  expect(await readPromClient(registry)).toEqual([
    {
      name: "queue_length",
      help: "Jobs that wait.",
      type: "gauge",
      points: [{ labels: [["queue", "mail"]], value: 3.5 }],
    },
    { name: "jobs_total", help: "Jobs taken.", type: "counter", points: [{ labels: [], value: 7 }] },
  ]);
});

test("a histogram is put together per label set, with its buckets cumulative and ascending", async () => {
  const registry = new Registry();
  const histogram = new Histogram({
    name: "request_seconds",
    help: "Time.",
    labelNames: ["code"],
    buckets: [0.1, 1, 10],
    registers: [registry],
  });
  histogram.observe({ code: "200" }, 0.05);
  histogram.observe({ code: "200" }, 5);
  histogram.observe({ code: "500" }, 50);
  expect(await readPromClient(registry)).toEqual([
    {
      name: "request_seconds",
      help: "Time.",
      type: "histogram",
      points: [
        {
          labels: [["code", "200"]],
          buckets: [
            { upperBound: 0.1, count: 1 },
            { upperBound: 1, count: 1 },
            { upperBound: 10, count: 2 },
            { upperBound: Infinity, count: 2 },
          ],
          sum: 5.05,
          count: 2,
        },
        {
          labels: [["code", "500"]],
          buckets: [
            { upperBound: 0.1, count: 0 },
            { upperBound: 1, count: 0 },
            { upperBound: 10, count: 0 },
            { upperBound: Infinity, count: 1 },
          ],
          sum: 50,
          count: 1,
        },
      ],
    },
  ]);
});

test("a summary keeps quantiles, sum and count", async () => {
  const registry = new Registry();
  const summary = new Summary({ name: "size_bytes", help: "Size.", percentiles: [0.5, 0.9], registers: [registry] });
  for (const size of [10, 20, 30]) summary.observe(size);
  const [family] = await readPromClient(registry);
  expect(family).toMatchObject({ name: "size_bytes", type: "summary", points: [{ labels: [], sum: 60, count: 3 }] });
  expect(family?.type === "summary" && family.points[0]?.quantiles.map(({ quantile }) => quantile)).toEqual([0.5, 0.9]);
  expect(family?.type === "summary" && family.points[0]?.quantiles[0]?.value).toBe(20);
});

test("default labels of the registry are on every point", async () => {
  const registry = new Registry();
  registry.setDefaultLabels({ app: "shop" });
  new Gauge({ name: "up", help: "Up.", registers: [registry] }).set(1);
  const [family] = await readPromClient(registry);
  expect(family?.points[0]?.labels).toEqual([["app", "shop"]]);
});

test("counters of an OpenMetrics registry have the names of their series before and after its page was made", async () => {
  const registry = openMetricsRegistry();
  new Counter({ name: "jobs_total", help: "Jobs.", registers: [registry] }).inc();
  new Counter({ name: "mails", help: "Mails.", registers: [registry] }).inc();
  const names = async (): Promise<readonly string[]> => (await readPromClient(registry)).map(({ name }) => name);
  expect(await names()).toEqual(["jobs_total", "mails_total"]);
  expect(await registry.metrics()).toContain("jobs_total 1");
  expect(await names()).toEqual(["jobs_total", "mails_total"]);
});

test("exemplars come with their time in milliseconds", async () => {
  const registry = openMetricsRegistry();
  const counter = new Counter({
    name: "jobs_total",
    help: "Jobs.",
    enableExemplars: true,
    registers: [registry],
  });
  const before = Date.now();
  counter.inc({ value: 1, exemplarLabels: { trace_id: "abc" } });
  const [family] = await readPromClient(registry);
  const exemplar = family?.type === "counter" ? family.points[0]?.exemplar : undefined;
  expect(exemplar).toMatchObject({ labels: [["trace_id", "abc"]], value: 1 });
  expect(exemplar?.timestampMs).toBeGreaterThanOrEqual(before - 1);
  expect(exemplar?.timestampMs).toBeLessThanOrEqual(Date.now() + 1);
});

test("any object with the two members will do, unheard-of types are unknown and numbers become label texts", async () => {
  const families = await readPromClient({
    contentType: "text/plain; version=0.0.4; charset=utf-8",
    getMetricsAsJSON: async () => [
      { name: "a", help: "A.", type: "untyped", values: [{ value: 1, labels: { port: 80 } }] },
      { name: "b", help: "B.", type: 3 },
    ],
  });
  expect(families).toEqual([
    { name: "a", help: "A.", type: "unknown", points: [{ labels: [["port", "80"]], value: 1 }] },
    { name: "b", help: "B.", type: "unknown", points: [] },
  ]);
});

test("a metric whose collect fails rejects the read", async () => {
  const registry = new Registry();
  const gauge = new Gauge({
    name: "bad",
    help: "Bad.",
    registers: [registry],
    collect() {
      throw new Error("no socket");
    },
  });
  gauge.set(1);
  await expect(readPromClient(registry)).rejects.toThrow("no socket");
});
