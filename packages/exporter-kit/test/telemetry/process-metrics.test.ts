import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { createProcessMetrics } from "../../src/telemetry/process-metrics.ts";

const valueOf = (metrics: ReturnType<typeof createProcessMetrics>, name: string): number => {
  metrics.refresh();
  const family = metrics.readers.map((read) => read()).find((one) => one.name === name);
  const point = family?.points[0];
  return point !== undefined && "value" in point ? point.value : Number.NaN;
};

test("CPU time is the process's own, however often it is read", () => {
  const metrics = createProcessMetrics(new Registry());
  for (let round = 0; round < 100; round += 1) {
    metrics.refresh();
  }
  const before = process.cpuUsage();
  const value = valueOf(metrics, "process_cpu_seconds_total");
  const after = process.cpuUsage();
  expect(value).toBeGreaterThanOrEqual((before.user + before.system) / 1e6);
  expect(value).toBeLessThanOrEqual((after.user + after.system) / 1e6);
});

test("start time is in the past by the process's uptime", () => {
  const metrics = createProcessMetrics(new Registry());
  const start = valueOf(metrics, "process_start_time_seconds");
  expect(Date.now() / 1000 - start).toBeCloseTo(performance.now() / 1000, 0);
});

test("a reader that comes through prom-client gets fresh values as well", async () => {
  const registry = new Registry();
  createProcessMetrics(registry);
  const page = await registry.metrics();
  const cpu = Number(/^process_cpu_seconds_total (\S+)$/m.exec(page)?.[1]);
  const resident = Number(/^process_resident_memory_bytes (\S+)$/m.exec(page)?.[1]);
  expect(cpu).toBeGreaterThan(0);
  expect(resident).toBeGreaterThan(1e6);
});
