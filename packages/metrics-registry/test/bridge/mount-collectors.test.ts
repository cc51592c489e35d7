import { Counter, Gauge, Registry, type OpenMetricsContentType } from "prom-client";
import { expect, test } from "vitest";
import { mountCollectors } from "../../src/bridge/mount-collectors.ts";
import { readPromClient } from "../../src/bridge/read-prom-client.ts";
import { defineCollector } from "../../src/collector.ts";
import { NoDataError } from "../../src/errors.ts";

interface Source {
  reads: number;
  names: readonly string[];
}

const disks = defineCollector({
  name: "disks",
  help: "Disks of the source.",
  enabledByDefault: true,
  options: { factor: { type: "integer", flag: "collector.disks.factor", help: "Factor of all values.", default: 1 } },
  read: (source: Source, _signal, options) => {
    source.reads += 1;
    return { names: source.names, factor: options.factor };
  },
  families: (family) => [
    family({
      name: "demo_disk_reads_total",
      type: "counter",
      labels: ["disk"],
      help: "Reads.",
      samples: ({ names, factor }, emit) => names.forEach((name, index) => emit((index + 1) * factor, name)),
    }),
    family({ name: "demo_disk_errors", type: "counter", help: "Errors.", samples: (_, emit) => emit(4) }),
    family({
      name: "demo_build_info",
      type: "info",
      labels: ["v"],
      help: "Build.",
      samples: (_, emit) => emit(1, "2"),
    }),
    family({ name: "demo_odd", type: "unknown", help: "Odd.", samples: (_, emit) => emit(NaN) }),
    family.histogram({
      name: "demo_wait_seconds",
      help: "Wait.",
      samples: (_, emit) => emit({ buckets: [{ upperBound: 0.5, count: 1 }], sum: 3, count: 2 }),
    }),
    family.summary({
      name: "demo_size_bytes",
      help: "Size.",
      samples: (_, emit) => emit({ quantiles: [{ quantile: 0.9, value: 7 }], sum: 9, count: 3 }),
    }),
    family.stateset({ name: "demo_state", help: "State.", samples: (_, emit) => emit(true, "on") }),
    family.dynamic({
      prefix: "demo_dyn_",
      type: "gauge",
      help: "Dynamic.",
      samples: ({ names }, emit) => names.forEach((name) => emit(`demo_dyn_${name}`, 1)),
    }),
  ],
});

const absent = defineCollector({
  name: "absent",
  help: "Never has data.",
  enabledByDefault: true,
  read: (_source: Source): never => {
    throw new NoDataError("not here");
  },
  families: (family) => [family({ name: "demo_absent", type: "gauge", help: "Absent.", samples: () => {} })],
});

const source = (...names: string[]): Source => ({ reads: 0, names });
const lines = (page: string): readonly string[] => page.split("\n").filter((line) => line !== "");

test("an application's page has its own metrics and ours, with types, labels and values", async () => {
  const registry = new Registry();
  new Gauge({ name: "app_up", help: "Up.", registers: [registry] }).set(1);
  await mountCollectors(registry, { collectors: [disks, absent], source: source("sda", 'a"b') });
  const page = lines(await registry.metrics());
  expect(page).toEqual(
    expect.arrayContaining([
      "app_up 1",
      "# HELP demo_disk_reads_total Reads.",
      "# TYPE demo_disk_reads_total counter",
      'demo_disk_reads_total{disk="sda"} 1',
      'demo_disk_reads_total{disk="a\\"b"} 2',
      "# TYPE demo_disk_errors counter",
      "demo_disk_errors 4",
      "# TYPE demo_build_info gauge",
      'demo_build_info{v="2"} 1',
      "# TYPE demo_odd untyped",
      "# TYPE demo_wait_seconds histogram",
      'demo_wait_seconds_bucket{le="0.5"} 1',
      'demo_wait_seconds_bucket{le="+Inf"} 2',
      "demo_wait_seconds_sum 3",
      "demo_wait_seconds_count 2",
      "# TYPE demo_size_bytes summary",
      'demo_size_bytes{quantile="0.9"} 7',
      "demo_size_bytes_sum 9",
      "demo_size_bytes_count 3",
      "# TYPE demo_state gauge",
      'demo_state{demo_state="on"} 1',
      "# TYPE demo_dyn_sda gauge",
      "demo_dyn_sda 1",
      'sightglass_collector_success{collector="disks"} 1',
      'sightglass_collector_success{collector="absent"} 0',
      'sightglass_collector_status{collector="absent",reason="no_data"} 1',
    ]),
  );
  expect(page).toContain("# TYPE demo_absent gauge");
  expect(page.filter((line) => line.startsWith("demo_absent"))).toEqual([]);
});

test("a scrape costs one collection, and so do scrapes at the same time", async () => {
  const registry = new Registry();
  const given = source("sda");
  await mountCollectors(registry, { collectors: [disks], source: given });
  expect(given.reads).toBe(1);
  await registry.metrics();
  expect(given.reads).toBe(2);
  await Promise.all([registry.metrics(), registry.metrics(), registry.getMetricsAsJSON()]);
  expect(given.reads).toBe(3);
  given.names = ["sdb"];
  expect(await registry.metrics()).toContain('demo_disk_reads_total{disk="sdb"} 1');
  expect(given.reads).toBe(4);
});

test("OpenMetrics keeps every series: a counter without _total is unknown there", async () => {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  await mountCollectors(registry, { collectors: [disks], source: source("sda") });
  for (let scrape = 0; scrape < 2; scrape += 1) {
    const page = lines(await registry.metrics());
    expect(page).toEqual(
      expect.arrayContaining([
        "# TYPE demo_disk_reads counter",
        'demo_disk_reads_total{disk="sda"} 1',
        "# TYPE demo_disk_errors unknown",
        "demo_disk_errors 4",
        "# TYPE demo_build info",
        'demo_build_info{v="2"} 1',
        "# TYPE demo_state stateset",
      ]),
    );
    expect(page.at(-1)).toBe("# EOF");
  }
});

test("options reach the collector", async () => {
  const registry = new Registry();
  await mountCollectors(registry, { collectors: [disks], source: source("sda"), options: { disks: { factor: 5 } } });
  expect(await registry.metrics()).toContain('demo_disk_reads_total{disk="sda"} 5');
});

test("names that the source gives later show from the next scrape on and are forgotten after ten without them", async () => {
  const registry = new Registry();
  const given = source();
  await mountCollectors(registry, { collectors: [disks], source: given });
  given.names = ["late"];
  await registry.metrics();
  expect(await registry.metrics()).toContain("demo_dyn_late 1");
  given.names = [];
  for (let scrape = 0; scrape < 9; scrape += 1) await registry.metrics();
  expect(registry.getSingleMetric("demo_dyn_late")).toBeDefined();
  await registry.metrics();
  expect(registry.getSingleMetric("demo_dyn_late")).toBeUndefined();
});

test("a declared name that the application has is refused before anything is mounted", async () => {
  const registry = new Registry();
  new Counter({ name: "demo_disk_errors", help: "Mine.", registers: [registry] }).inc(9);
  await expect(mountCollectors(registry, { collectors: [disks], source: source("sda") })).rejects.toThrow(
    "already has a metric named demo_disk_errors",
  );
  expect(registry.getMetricsAsArray()).toHaveLength(1);
  expect(await registry.metrics()).toContain("demo_disk_errors 9");
});

test("a dynamic name that the application has stays the application's", async () => {
  const registry = new Registry();
  new Gauge({ name: "demo_dyn_sda", help: "Mine.", registers: [registry] }).set(9);
  const mounted = await mountCollectors(registry, { collectors: [disks], source: source("sda", "sdb") });
  const page = lines(await registry.metrics());
  expect(page.filter((line) => line.startsWith("demo_dyn_"))).toEqual(["demo_dyn_sda 9", "demo_dyn_sdb 1"]);
  expect(mounted.refused()).toEqual(["demo_dyn_sda"]);
});

test("it can be taken out again, and status tells of the collectors", async () => {
  const registry = new Registry();
  new Gauge({ name: "app_up", help: "Up.", registers: [registry] }).set(1);
  const mounted = await mountCollectors(registry, { collectors: [absent, disks], source: source("sda") });
  registry.resetMetrics();
  expect(mounted.status().map(({ collector, reason }) => [collector, reason])).toEqual([
    ["absent", "no_data"],
    ["disks", "ok"],
  ]);
  mounted.unmount();
  expect(registry.getMetricsAsArray().map((metric) => (metric as unknown as { name: string }).name)).toEqual([
    "app_up",
  ]);
});

test("what is mounted is read back as it was", async () => {
  const registry = new Registry();
  await mountCollectors(registry, { collectors: [disks], source: source("sda") });
  const families = new Map((await readPromClient(registry)).map((family) => [family.name, family]));
  expect(families.get("demo_disk_reads_total")).toEqual({
    name: "demo_disk_reads_total",
    type: "counter",
    help: "Reads.",
    points: [{ labels: [["disk", "sda"]], value: 1 }],
  });
  expect(families.get("demo_wait_seconds")?.points).toEqual([
    {
      labels: [],
      buckets: [
        { upperBound: 0.5, count: 1 },
        { upperBound: Infinity, count: 2 },
      ],
      sum: 3,
      count: 2,
    },
  ]);
  expect(families.get("demo_odd")?.type).toBe("unknown");
});
