import { expect, test } from "vitest";
import type { CollectedFamily } from "../../src/collected.ts";
import { createFamilyCollector } from "../../src/collect/family-collector.ts";
import type { SeriesRules } from "../../src/collect/series-rules.ts";
import { familyBuilder, type FamilyBuilder } from "../../src/family.ts";
import type { MetricFamily } from "../../src/index.ts";
import { writeText } from "../../src/exposition/write-text.ts";

const foreign = (familyBuilder as unknown as FamilyBuilder<readonly MetricFamily[]>).foreign({
  help: "Passed on.",
  families: (families) => families,
});

function collector(rules: SeriesRules = {}) {
  const one = createFamilyCollector(foreign, rules);
  return (families: readonly MetricFamily[]) => {
    const into: CollectedFamily[] = [];
    const drops: [string, number][] = [];
    one.collect(families as never, into, (cause, samples) => {
      if (samples > 0) drops.push([cause, samples]);
    });
    return { into, drops, text: writeText(into, "underscores").toString() };
  };
}

const gauge = (values: Readonly<Record<string, number>>, help = "Rooms."): MetricFamily => ({
  name: "demo_rooms",
  type: "gauge",
  help,
  points: Object.entries(values).map(([room, value]) => ({ labels: [["room", room]], value })),
});

test("the same object, or equal content, is the same collected family in the next scrape", () => {
  const collect = collector();
  const family = gauge({ a: 1, b: 2 });
  const [first] = collect([family]).into;
  expect(collect([family]).into[0]).toBe(first);
  expect(collect([gauge({ a: 1, b: 2 })]).into[0]).toBe(first);
});

test("changes of values, labels, order, help and type are followed", () => {
  const collect = collector();
  const head = "# HELP demo_rooms Rooms.\n# TYPE demo_rooms gauge\n";
  expect(collect([gauge({ a: 1, b: 2 })]).text).toBe(`${head}demo_rooms{room="a"} 1\ndemo_rooms{room="b"} 2\n`);
  expect(collect([gauge({ a: 1, b: 3 })]).text).toBe(`${head}demo_rooms{room="a"} 1\ndemo_rooms{room="b"} 3\n`);
  expect(collect([gauge({ b: 3, a: 1 })]).text).toBe(`${head}demo_rooms{room="b"} 3\ndemo_rooms{room="a"} 1\n`);
  expect(collect([gauge({ b: 3 })]).text).toBe(`${head}demo_rooms{room="b"} 3\n`);
  expect(collect([gauge({ b: 3 }, "Other.")]).text).toBe(
    '# HELP demo_rooms Other.\n# TYPE demo_rooms gauge\ndemo_rooms{room="b"} 3\n',
  );
  expect(collect([{ ...gauge({ b: 3 }), type: "counter" } as MetricFamily]).text).toBe(
    `${head.replace("gauge", "counter")}demo_rooms{room="b"} 3\n`,
  );
  const mixed: MetricFamily = {
    name: "demo_rooms",
    type: "gauge",
    help: "Rooms.",
    points: [
      { labels: [["room", "b"]], value: 3 },
      { labels: [], value: 4 },
      { labels: [["floor", "1"]], value: 5, timestampMs: 1000 },
    ],
  };
  expect(collect([mixed]).text).toBe(`${head}demo_rooms{room="b"} 3\ndemo_rooms 4\ndemo_rooms{floor="1"} 5 1000\n`);
  expect(collect([gauge({ b: 3 })]).text).toBe(`${head}demo_rooms{room="b"} 3\n`);
});

test("duplicates within one family are dropped and counted in every scrape, also for the same object", () => {
  const collect = collector();
  const family: MetricFamily = {
    ...gauge({}),
    points: [
      { labels: [["room", "a"]], value: 1 },
      { labels: [["room", "a"]], value: 2 },
    ],
  } as MetricFamily;
  for (let scrape = 0; scrape < 3; scrape += 1) {
    const { text, drops } = collect([family]);
    expect(text).toContain('demo_rooms{room="a"} 1\n');
    expect(text).not.toContain("} 2");
    expect(drops).toEqual([["duplicate", 1]]);
  }
});

test("a name that comes twice in one scrape is passed on twice, to be joined where scrapes are merged", () => {
  const collect = collector();
  for (let scrape = 0; scrape < 2; scrape += 1) {
    const { into } = collect([gauge({ a: 1 }), gauge({ b: 2 })]);
    expect(into.map((family) => ("values" in family ? family.values : []))).toEqual([[1], [2]]);
  }
});

test("rules hold for families of uniform and of mixed labels", () => {
  const collect = collector({ dropLabels: new Set(["room"]), maxSeriesPerFamily: 1 });
  const uniform: MetricFamily = {
    name: "demo_uniform",
    type: "gauge",
    points: [
      {
        labels: [
          ["room", "a"],
          ["n", "1"],
        ],
        value: 1,
      },
      {
        labels: [
          ["room", "b"],
          ["n", "1"],
        ],
        value: 2,
      },
      {
        labels: [
          ["room", "c"],
          ["n", "2"],
        ],
        value: 3,
      },
    ],
  };
  const mixed: MetricFamily = {
    name: "demo_mixed",
    type: "gauge",
    points: [
      { labels: [["room", "a"]], value: 1 },
      { labels: [["n", "2"]], value: 3 },
    ],
  };
  const { text, drops } = collect([uniform, mixed]);
  expect(text).toBe('# TYPE demo_uniform gauge\ndemo_uniform{n="1"} 1\n# TYPE demo_mixed gauge\ndemo_mixed 1\n');
  expect(drops).toEqual([
    ["rule_drop", 1],
    ["rule_cap", 1],
    ["rule_cap", 1],
  ]);
});

test("points with the very label objects of the last scrape give the same series with new values", () => {
  const collect = collector();
  const labels = [[["room", "a"]], [["room", "b"]]] as const;
  const rooms = (...values: number[]): MetricFamily => ({
    name: "demo_rooms",
    type: "gauge",
    points: values.map((value, index) => ({ labels: labels[index]!, value })),
  });
  const [first] = collect([rooms(1, 2)]).into;
  expect(collect([rooms(1, 2)]).into[0]).toBe(first);
  expect(collect([rooms(1, 3)]).text).toBe('# TYPE demo_rooms gauge\ndemo_rooms{room="a"} 1\ndemo_rooms{room="b"} 3\n');
  expect(collect([rooms(4)]).text).toBe('# TYPE demo_rooms gauge\ndemo_rooms{room="a"} 4\n');
  const wait = (count: number): MetricFamily => ({
    name: "demo_wait_seconds",
    type: "histogram",
    points: [{ labels: labels[0], buckets: [{ upperBound: 1, count }], sum: count / 2, count }],
  });
  for (const count of [1, 2, 2, 3]) {
    expect(collect([wait(count)]).text).toBe(
      `# TYPE demo_wait_seconds histogram\ndemo_wait_seconds_bucket{room="a",le="1"} ${count}\n` +
        `demo_wait_seconds_bucket{room="a",le="+Inf"} ${count}\ndemo_wait_seconds_sum{room="a"} ${count / 2}\n` +
        `demo_wait_seconds_count{room="a"} ${count}\n`,
    );
  }
});

test("labels that a rule takes off a histogram stay off in later scrapes", () => {
  const collect = collector({ dropLabels: new Set(["room"]) });
  const labels = [["room", "a"]] as const;
  for (const count of [1, 2]) {
    const { text } = collect([
      { name: "demo_wait_seconds", type: "histogram", points: [{ labels, buckets: [], sum: 1, count }] },
    ]);
    expect(text).toContain(`demo_wait_seconds_count ${count}\n`);
    expect(text).not.toContain("room");
  }
});
