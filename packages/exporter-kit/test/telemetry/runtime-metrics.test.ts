import { setImmediate as nextTurn } from "node:timers/promises";
import { Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRuntimeMetrics } from "../../src/telemetry/runtime-metrics.ts";

let metrics: ReturnType<typeof createRuntimeMetrics>;

beforeEach(() => {
  metrics = createRuntimeMetrics(new Registry());
});
afterEach(() => {
  metrics.stop();
});

const read = (name: string) => {
  metrics.refresh();
  const family = metrics.readers.map((reader) => reader()).find((one) => one.name === name);
  if (family === undefined) {
    throw new Error(`no ${name}`);
  }
  return family;
};

describe("createRuntimeMetrics", () => {
  test("counts garbage collections by kind", async () => {
    const counts = (): number => {
      const family = read("nodejs_gc_duration_seconds");
      return family.type === "histogram" ? family.points.reduce((sum, { count }) => sum + count, 0) : 0;
    };
    const before = counts();
    await vi.waitFor(
      () => {
        Array.from({ length: 200_000 }, (_, index) => ({ index }));
        expect(counts()).toBeGreaterThan(before);
      },
      { timeout: 10_000 },
    );
    const family = read("nodejs_gc_duration_seconds");
    const kinds = family.points.map(({ labels }) => labels[0]?.[1] ?? "");
    expect(kinds.slice(0, 2)).toEqual(["major", "minor"]);
    expect(["major", "minor", "incremental", "weakcb"]).toEqual(expect.arrayContaining(kinds));
  });

  test("reports the wait for the loop that the previous scrape saw", async () => {
    const lag = (): number => {
      const family = read("nodejs_eventloop_lag_seconds");
      return family.type === "gauge" ? (family.points[0]?.value ?? -1) : -1;
    };
    expect(lag()).toBe(0);
    const blockUntil = performance.now() + 30;
    while (performance.now() < blockUntil) {
      Math.sqrt(blockUntil);
    }
    // The immediate callback of the first read runs after this turn, and the one that is set here after it.
    await nextTurn();
    expect(lag()).toBeGreaterThan(0.029);
  });

  test("the loop's time runs on, and Node's version is told", async () => {
    const time = (): number => {
      const family = read("nodejs_eventloop_time_seconds_total");
      return family.type === "counter" ? family.points.reduce((sum, { value }) => sum + value, 0) : 0;
    };
    const since = performance.now();
    const before = time();
    await vi.waitFor(() => expect(time()).toBeGreaterThan(before + 0.015), { timeout: 10_000, interval: 5 });
    const spent = time() - before;
    expect(spent).toBeLessThan((performance.now() - since) / 1000 + 0.001);
    const version = read("nodejs_version_info");
    expect(version.points[0]).toEqual({
      labels: [
        ["version", process.version],
        ["major", process.versions.node.split(".")[0]],
        ["minor", process.versions.node.split(".")[1]],
        ["patch", process.versions.node.split(".")[2]],
      ],
      value: 1,
    });
  });
});
