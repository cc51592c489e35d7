import { expect, test } from "vitest";
import { defineCollector, type CollectorDefinition, type MetricFamily } from "../src/index.ts";
import { buildRegistry, sampleLines } from "./support/build-registry.ts";

interface Source {
  readonly names: readonly string[];
}

function declares(
  name: string,
  type: "gauge" | "counter",
  values: Readonly<Record<string, number>>,
): CollectorDefinition<Source> {
  return defineCollector({
    name,
    help: `Collector ${name}.`,
    enabledByDefault: true,
    read: (_source: Source) => values,
    families: (family) => [
      family({
        name: "demo_shared_total",
        type,
        labels: ["who"],
        help: `From ${name}.`,
        samples: (data, emit) => {
          for (const [who, value] of Object.entries(data)) emit(value, who);
        },
      }),
    ],
  });
}

test("two collectors with one family: joined, the first of two equal label sets wins, and it is counted", async () => {
  const registry = buildRegistry(
    [declares("alpha", "counter", { x: 1, y: 2 }), declares("beta", "counter", { y: 20, z: 30 })],
    { names: [] },
  );
  expect(await sampleLines(registry, /shared|dropped/)).toEqual([
    'demo_shared_total{who="x"} 1',
    'demo_shared_total{who="y"} 2',
    'demo_shared_total{who="z"} 30',
  ]);
  // Counters of a scrape are on the page of the next one: merging comes last.
  expect(await sampleLines(registry, /dropped/)).toEqual([
    'sightglass_dropped_samples_total{collector="beta",cause="duplicate"} 1',
  ]);
});

test("two collectors with one name and two types: the first stays whole, the second is counted", async () => {
  const registry = buildRegistry(
    [declares("alpha", "counter", { x: 1 }), declares("beta", "gauge", { y: 20, z: 30 })],
    { names: [] },
  );
  expect(await sampleLines(registry, /shared/)).toEqual(['demo_shared_total{who="x"} 1']);
  expect(await sampleLines(registry, /dropped/)).toEqual([
    'sightglass_dropped_samples_total{collector="beta",cause="type_clash"} 2',
  ]);
});

test("a histogram's own series names are taken", async () => {
  const histogram = defineCollector({
    name: "alpha",
    help: "Histogram.",
    enabledByDefault: true,
    read: (_source: Source) => 0,
    families: (family) => [
      family.histogram({
        name: "demo_wait_seconds",
        labels: ["op"],
        help: "X.",
        samples: (_data, emit) =>
          emit(
            {
              buckets: [
                { upperBound: 0.5, count: 1 },
                { upperBound: 1, count: 3 },
              ],
              sum: 1.5,
              count: 4,
            },
            "read",
          ),
      }),
    ],
  });
  const clash = defineCollector({
    name: "beta",
    help: "Clash.",
    enabledByDefault: true,
    read: (_source: Source) => 0,
    families: (family) => [
      family({ name: "demo_wait_seconds_count", type: "gauge", help: "X.", samples: (_data, emit) => emit(1) }),
    ],
  });
  const registry = buildRegistry([histogram, clash], { names: [] });
  expect(await sampleLines(registry, /wait/)).toEqual([
    'demo_wait_seconds_bucket{op="read",le="+Inf"} 4',
    'demo_wait_seconds_bucket{op="read",le="0.5"} 1',
    'demo_wait_seconds_bucket{op="read",le="1"} 3',
    'demo_wait_seconds_count{op="read"} 4',
    'demo_wait_seconds_sum{op="read"} 1.5',
  ]);
});

test("dynamic families: one family for each name that the source gives", async () => {
  const source = { names: ["demo_vm_a", "demo_vm_b"] };
  const dynamic = defineCollector({
    name: "vm",
    help: "Names from the source.",
    enabledByDefault: true,
    read: (given: Source) => given.names,
    families: (family) => [
      family.dynamic({
        prefix: "demo_vm_",
        type: "unknown",
        help: "A value.",
        helpFor: (name) => `Value ${name}.`,
        samples: (names, emit) => names.forEach((name, index) => emit(name, index)),
      }),
    ],
  });
  const registry = buildRegistry([dynamic], source);
  expect(await sampleLines(registry, /vm_/)).toEqual(["demo_vm_a 0", "demo_vm_b 1"]);
  source.names = ["demo_vm_c", "demo_vm_a"];
  expect(await sampleLines(registry, /vm_/)).toEqual(["demo_vm_a 1", "demo_vm_c 0"]);
  expect(registry.describe().filter(({ name }) => name.startsWith("demo_vm"))).toEqual([
    { name: "demo_vm_*", type: "unknown", help: "A value.", labels: [], collector: "vm", series: 0 },
    { name: "demo_vm_a", type: "unknown", help: "Value demo_vm_a.", labels: [], collector: "vm", series: 1 },
    { name: "demo_vm_c", type: "unknown", help: "Value demo_vm_c.", labels: [], collector: "vm", series: 1 },
  ]);
});

test("series rules take families, labels and surplus series out, and count them", async () => {
  const matcher = (source: string) => new RegExp(source);
  const rows = defineCollector({
    name: "rows",
    help: "Rows.",
    enabledByDefault: true,
    read: (_source: Source) => ["a", "b", "c"],
    families: (family) => [
      family({
        name: "demo_rows",
        type: "gauge",
        labels: ["row", "noise"],
        help: "X.",
        samples: (data, emit) => data.forEach((row, index) => emit(index, row, `n${index}`)),
      }),
      family({
        name: "demo_secret",
        type: "gauge",
        labels: ["row"],
        help: "X.",
        samples: (data, emit) => data.forEach((row) => emit(1, row)),
      }),
    ],
  });
  const registry = buildRegistry(
    [rows],
    { names: [] },
    {
      rules: {
        keepFamilies: [matcher("^demo_(rows|secret)")],
        dropFamilies: [matcher("secret")],
        dropLabels: new Set(["noise"]),
        maxSeriesPerFamily: 2,
      },
    },
  );
  // The families that report on collectors and drops are not subject to the rules.
  expect(await sampleLines(registry, /./)).toEqual([
    'demo_collector_status{collector="rows",reason="ok"} 1',
    'demo_collector_success{collector="rows"} 1',
    'demo_rows{row="a"} 0',
    'demo_rows{row="b"} 1',
    'sightglass_dropped_samples_total{collector="rows",cause="rule_cap"} 1',
    'sightglass_dropped_samples_total{collector="rows",cause="rule_drop"} 3',
  ]);
});

test("lost samples are told in every scrape, those that rules took out are not", async () => {
  const told: unknown[][] = [];
  const registry = buildRegistry(
    [declares("alpha", "counter", { x: 1, y: 2, z: 3 }), declares("beta", "counter", { y: 20 })],
    { names: [] },
    { onDrop: (...drop) => told.push(drop), rules: { maxSeriesPerFamily: 2 } },
  );
  await registry.collect({ deadlineMs: 1_000 });
  await registry.collect({ deadlineMs: 1_000 });
  expect(told).toEqual([
    ["beta", "duplicate", 1],
    ["beta", "duplicate", 1],
  ]);
});

test("families from elsewhere are passed on, also asynchronously, without a collector's being harmed by them", async () => {
  const extra: MetricFamily[] = [
    { name: "app_total", type: "counter", help: "App.", points: [{ labels: [["k", "v"]], value: 3 }] },
    {
      name: "app_twice",
      type: "gauge",
      points: [
        { labels: [["k", "v"]], value: 1 },
        { labels: [["k", "v"]], value: 2 },
      ],
    },
  ];
  const registry = buildRegistry(
    [declares("alpha", "counter", { x: 1 })],
    { names: [] },
    {
      extra: () => Promise.resolve(extra),
    },
  );
  expect(await sampleLines(registry, /app|shared/)).toEqual([
    'app_total{k="v"} 3',
    'app_twice{k="v"} 1',
    'demo_shared_total{who="x"} 1',
  ]);
});

test("extra families that cannot be had do not fail the scrape", async () => {
  const registry = buildRegistry(
    [declares("alpha", "counter", { x: 1 })],
    { names: [] },
    {
      extra: () => Promise.reject(new Error("application registry is broken")),
    },
  );
  expect(await sampleLines(registry, /shared/)).toEqual(['demo_shared_total{who="x"} 1']);
});

test("known collectors that are not enabled are reported as disabled", async () => {
  const registry = buildRegistry(
    [declares("alpha", "counter", { x: 1 })],
    { names: [] },
    {
      disabled: [{ name: "ntp", help: "NTP." }],
    },
  );
  expect(await sampleLines(registry, /ntp/)).toEqual(['demo_collector_status{collector="ntp",reason="disabled"} 1']);
  expect(registry.status().map(({ collector, reason }) => [collector, reason])).toEqual([
    ["alpha", "ok"],
    ["ntp", "disabled"],
  ]);
});

test("a page in a format is rendered once", async () => {
  const registry = buildRegistry([declares("alpha", "counter", { x: 1 })], { names: [] });
  const scrape = await registry.collect({ deadlineMs: 1_000 });
  const format = { kind: "text", escaping: "underscores", contentType: "text/plain" } as const;
  expect(scrape.render(format)).toBe(scrape.render({ ...format }));
});

test("an invalid name or label in a definition is refused when the registry is made", () => {
  const bad = (name: string, label: string): CollectorDefinition<Source> =>
    defineCollector({
      name: "bad",
      help: "Bad.",
      enabledByDefault: true,
      read: (_source: Source) => 0,
      families: (family) => [family({ name, type: "gauge", labels: [label], help: "X.", samples: () => undefined })],
    });
  expect(() => buildRegistry([bad("not valid", "a")], { names: [] })).toThrow('invalid metric name "not valid"');
  expect(() => buildRegistry([bad("demo", "__name__")], { names: [] })).toThrow('invalid label name "__name__"');
});
