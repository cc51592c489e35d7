import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { createHttpMetrics } from "../../src/telemetry/http-metrics.ts";

test("label sets are there, at zero, before anything happens, as promhttp has them", () => {
  const { readers } = createHttpMetrics(new Registry());
  const families = new Map(readers.map((read) => read()).map((family) => [family.name, family]));
  expect(families.get("promhttp_metric_handler_requests_total")?.points).toEqual(
    ["200", "400", "500", "503"].map((code) => ({ labels: [["code", code]], value: 0 })),
  );
  expect(families.get("promhttp_metric_handler_errors_total")?.points).toEqual([
    { labels: [["cause", "gathering"]], value: 0 },
    { labels: [["cause", "encoding"]], value: 0 },
  ]);
});

test("requests in flight go up and down", () => {
  const { hooks, readers } = createHttpMetrics(new Registry());
  const inFlight = () =>
    readers.map((read) => read()).find(({ name }) => name === "promhttp_metric_handler_requests_in_flight")?.points;
  hooks.requestStarted();
  hooks.requestStarted();
  expect(inFlight()).toEqual([{ labels: [], value: 2 }]);
  hooks.requestEnded();
  expect(inFlight()).toEqual([{ labels: [], value: 1 }]);
});
