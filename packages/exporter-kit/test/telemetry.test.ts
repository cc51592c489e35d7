import type { MetricFamily } from "@sightglass/metrics-registry";
import { register as globalRegistry } from "prom-client";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createTelemetry, type Telemetry } from "../src/telemetry.ts";

let telemetry: Telemetry | undefined;

afterEach(() => {
  telemetry?.close();
});

const NAMES = [
  "nodejs_eventloop_lag_seconds",
  "nodejs_eventloop_time_seconds_total",
  "nodejs_external_memory_bytes",
  "nodejs_gc_duration_seconds",
  "nodejs_heap_size_total_bytes",
  "nodejs_heap_size_used_bytes",
  "nodejs_version_info",
  "process_cpu_seconds_total",
  "process_resident_memory_bytes",
  "process_start_time_seconds",
  "promhttp_metric_handler_errors_total",
  "promhttp_metric_handler_requests_in_flight",
  "promhttp_metric_handler_requests_total",
  "sightglass_config_last_reload_success_timestamp_seconds",
  "sightglass_config_last_reload_successful",
  "sightglass_scrape_collections_total",
  "sightglass_scrape_duration_seconds",
];
const LINUX_NAMES = ["process_max_fds", "process_open_fds", "process_virtual_memory_bytes"];

/** Every sample as prom-client lists it: histograms taken apart. */
const flatten = (families: readonly MetricFamily[]): Map<string, number> => {
  const samples = new Map<string, number>();
  const add = (name: string, labels: readonly (readonly [string, string])[], value: number): void => {
    samples.set(`${name}${JSON.stringify(labels.toSorted(([a], [b]) => (a < b ? -1 : 1)))}`, value);
  };
  for (const family of families) {
    if (family.type === "histogram") {
      for (const { labels, buckets, sum, count } of family.points) {
        for (const { upperBound, count: below } of buckets) {
          add(`${family.name}_bucket`, [...labels, ["le", String(upperBound)]], below);
        }
        add(`${family.name}_bucket`, [...labels, ["le", "+Inf"]], count);
        add(`${family.name}_sum`, labels, sum);
        add(`${family.name}_count`, labels, count);
      }
    } else if (family.type !== "summary") {
      for (const { labels, value } of family.points) {
        add(family.name, labels, value);
      }
    }
  }
  return samples;
};

/** Those that change by themselves between two reads. */
const MOVING = /^(?:process_(?:cpu|resident|open|virtual)|nodejs_(?:eventloop|heap|external|gc))/;

describe("createTelemetry", () => {
  test("has the chosen metrics, each once, typed and described, and none in the global registry", () => {
    telemetry = createTelemetry();
    const families = telemetry.families();
    const expected = process.platform === "linux" ? [...NAMES, ...LINUX_NAMES] : NAMES;
    expect(families.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
    expect(families.filter(({ help }) => help === undefined || help.length < 20)).toEqual([]);
    for (const { name, type } of families) {
      expect(type === "counter", name).toBe(name.endsWith("_total"));
    }
    expect(globalRegistry.getMetricsAsArray()).toEqual([]);
  });

  test("reads what prom-client's own interface gives", async () => {
    telemetry = createTelemetry();
    telemetry.hooks.observeRequest(200);
    telemetry.hooks.observeRequest(406);
    telemetry.hooks.observeCollection();
    telemetry.hooks.observeCollection();
    telemetry.hooks.observeScrape(0.004);
    telemetry.hooks.observeScrape(0.3);
    telemetry.hooks.observeScrape(99);
    telemetry.hooks.requestStarted();
    telemetry.hooks.observeError("gathering");
    const ours = flatten(telemetry.families());
    const theirs = new Map<string, number>();
    for (const metric of await telemetry.registry.getMetricsAsJSON()) {
      for (const sample of metric.values as { metricName?: string; labels: object; value: number }[]) {
        const labels = Object.entries(sample.labels)
          .map(([name, value]) => [name, String(value)] as const)
          .toSorted(([a], [b]) => (a < b ? -1 : 1));
        theirs.set(`${sample.metricName ?? metric.name}${JSON.stringify(labels)}`, sample.value);
      }
    }
    expect([...ours.keys()].toSorted()).toEqual([...theirs.keys()].toSorted());
    for (const [series, value] of theirs) {
      if (!MOVING.test(series)) {
        expect(ours.get(series), series).toBe(value);
      }
    }
    expect(ours.get("sightglass_scrape_collections_total[]")).toBe(2);
    expect(ours.get('sightglass_scrape_duration_seconds_bucket[["le","0.005"]]')).toBe(1);
    expect(ours.get('sightglass_scrape_duration_seconds_bucket[["le","10"]]')).toBe(2);
    expect(ours.get('sightglass_scrape_duration_seconds_bucket[["le","+Inf"]]')).toBe(3);
  });

  test("says whether and when the configuration was read", () => {
    const now = vi.spyOn(Date, "now").mockReturnValue(1_000_000);
    telemetry = createTelemetry();
    const value = (name: string): number | undefined => flatten(telemetry?.families() ?? []).get(`${name}[]`);
    expect(value("sightglass_config_last_reload_successful")).toBe(1);
    expect(value("sightglass_config_last_reload_success_timestamp_seconds")).toBe(1000);
    now.mockReturnValue(2_000_000);
    telemetry.hooks.observeReload(false);
    expect(value("sightglass_config_last_reload_successful")).toBe(0);
    expect(value("sightglass_config_last_reload_success_timestamp_seconds")).toBe(1000);
    telemetry.hooks.observeReload(true);
    expect(value("sightglass_config_last_reload_successful")).toBe(1);
    expect(value("sightglass_config_last_reload_success_timestamp_seconds")).toBe(2000);
    now.mockRestore();
  });

  test("is empty when disabled, and its hooks do nothing", async () => {
    telemetry = createTelemetry({ disabled: true });
    telemetry.hooks.requestStarted();
    telemetry.hooks.observeRequest(200);
    telemetry.hooks.observeCollection();
    telemetry.hooks.observeScrape(1);
    telemetry.hooks.observeError("encoding");
    telemetry.hooks.observeReload(true);
    telemetry.hooks.requestEnded();
    expect(telemetry.families()).toEqual([]);
    expect(await telemetry.registry.metrics()).toMatch(/^\n?$/);
  });
});
