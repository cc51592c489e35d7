import { constants, performance, PerformanceObserver, type PerformanceEntry } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import type { Gauge as PromClientGauge, Histogram as PromClientHistogram, Registry } from "prom-client";
import { readHistogram, readScalar } from "./metric-reader.ts";
import type { MetricGroup } from "./process-metrics.ts";
import { Counter, Gauge, Histogram } from "./prom-client.ts";

const GC_KINDS: ReadonlyMap<number, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, "major"],
  [constants.NODE_PERFORMANCE_GC_MINOR, "minor"],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, "incremental"],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, "weakcb"],
]);

const createGcHistogram = (registry: Registry): { histogram: PromClientHistogram; stop: () => void } => {
  const histogram = new Histogram({
    name: "nodejs_gc_duration_seconds",
    help: "How long garbage collections took, by kind.",
    labelNames: ["kind"],
    buckets: [0.001, 0.01, 0.1, 1, 2, 5],
    registers: [registry],
  });
  // These two happen in every process; the others appear when they do.
  histogram.zero({ kind: "major" });
  histogram.zero({ kind: "minor" });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { detail, duration } = entry as PerformanceEntry & { readonly detail?: { readonly kind?: number } };
      const kind = GC_KINDS.get(detail?.kind ?? -1);
      if (kind !== undefined) {
        histogram.observe({ kind }, duration / 1000);
      }
    }
  });
  observer.observe({ entryTypes: ["gc"] });
  return { histogram, stop: () => observer.disconnect() };
};

const createVersionInfo = (registry: Registry): PromClientGauge => {
  const info = new Gauge({
    name: "nodejs_version_info",
    help: "Version of Node.js that runs this process; the value is 1.",
    labelNames: ["version", "major", "minor", "patch"],
    registers: [registry],
  });
  const [major = "", minor = "", patch = ""] = process.versions.node.split(".");
  info.set({ version: process.version, major, minor, patch }, 1);
  return info;
};

/**
 * The `nodejs_*` metrics: event loop, garbage collection, heap and version.
 *
 * Lag is sampled once for each scrape, as the time that an immediate callback had to wait, and reported by the next
 * one. `perf_hooks.monitorEventLoopDelay` would see every delay, but wakes the process 50 times a second: over a
 * scrape interval of 15 s that costs several times what the scrape does. The busy and idle time of the loop, which
 * Node counts anyway, tell a saturated loop at no cost.
 */
export function createRuntimeMetrics(registry: Registry): MetricGroup & { readonly stop: () => void } {
  const registers = [registry];
  const lag = new Gauge({
    name: "nodejs_eventloop_lag_seconds",
    help: "Wait of a callback for the event loop, sampled during the previous scrape.",
    registers,
    collect: () => refresh(),
  });
  const loopTime = new Counter({
    name: "nodejs_eventloop_time_seconds_total",
    help: "Time that the event loop spent active and idle.",
    labelNames: ["state"],
    registers,
  });
  const heapTotal = new Gauge({
    name: "nodejs_heap_size_total_bytes",
    help: "Memory that V8 has taken for its heap.",
    registers,
  });
  const heapUsed = new Gauge({
    name: "nodejs_heap_size_used_bytes",
    help: "Memory of V8's heap that objects occupy.",
    registers,
  });
  const external = new Gauge({
    name: "nodejs_external_memory_bytes",
    help: "Memory outside V8's heap that its objects hold, buffers above all.",
    registers,
  });
  const gc = createGcHistogram(registry);
  const version = createVersionInfo(registry);

  const sampleLag = (startMs: number): void => lag.set((performance.now() - startMs) / 1000);

  function refresh(): void {
    setImmediate(sampleLag, performance.now()).unref();
    const { active, idle } = performance.eventLoopUtilization();
    loopTime.reset();
    loopTime.inc({ state: "active" }, active / 1000);
    loopTime.inc({ state: "idle" }, idle / 1000);
    const heap = getHeapStatistics();
    heapTotal.set(heap.total_heap_size);
    heapUsed.set(heap.used_heap_size);
    external.set(heap.external_memory);
  }

  const gauges = [heapTotal, heapUsed, external, version];
  return {
    refresh,
    readers: [readScalar(lag), readScalar(loopTime), ...gauges.map(readScalar), readHistogram(gc.histogram)],
    stop: gc.stop,
  };
}
