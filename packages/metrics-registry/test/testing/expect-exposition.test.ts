import { expect, test } from "vitest";
import { defineCollector } from "../../src/collector.ts";
import { NoDataError, PartialDataError } from "../../src/errors.ts";
import { expectExposition, expectFamilies } from "../../src/testing/expect-exposition.ts";

interface Source {
  readonly rows: readonly { readonly name: string; readonly size: number }[];
  readonly failure?: Error;
}

const demo = defineCollector({
  name: "demo",
  help: "Sizes of things.",
  enabledByDefault: true,
  options: { exclude: { type: "regex", flag: "collector.demo.exclude", help: "Names left out.", default: "^hidden$" } },
  setup: (options, _source: Source) => ({ ...options, runs: 0 }),
  read: (source: Source, _signal, state) => {
    state.runs += 1;
    const rows = source.rows.filter(({ name }) => state.exclude?.test(name) !== true);
    if (source.failure !== undefined) throw new PartialDataError({ rows, runs: state.runs }, source.failure);
    if (rows.length === 0) throw new NoDataError("there are no rows");
    return { rows, runs: state.runs };
  },
  families: (family) => [
    family({
      name: "demo_size_bytes",
      type: "gauge",
      labels: ["name", "kind"],
      help: "Size of a thing.",
      samples: ({ rows }, emit) => {
        for (const row of rows) emit(row.size, row.name, "file");
      },
    }),
    family({
      name: "demo_runs_total",
      type: "counter",
      help: "Reads so far.",
      samples: ({ runs }, emit) => emit(runs),
    }),
  ],
});

const source: Source = {
  rows: [
    { name: "b", size: 2 },
    { name: "a", size: 1 },
    { name: "hidden", size: 3 },
  ],
};

test("order does not matter and comments are compared when there are any", async () => {
  await expectExposition(
    demo,
    source,
    `demo_size_bytes{name="a",kind="file"} 1
     demo_size_bytes{kind="file",name="b"} 2
     demo_runs_total 1`,
  );
  await expectExposition(
    demo,
    source,
    `# HELP demo_runs_total Reads so far.
     # TYPE demo_runs_total counter
     demo_runs_total 1
     # HELP demo_size_bytes Size of a thing.
     # TYPE demo_size_bytes gauge
     demo_size_bytes{name="a",kind="file"} 1
     demo_size_bytes{name="b",kind="file"} 2`,
  );
});

test("a difference lists what is missing and what is too much", async () => {
  await expect(
    expectExposition(demo, source, '# TYPE demo_runs_total gauge\ndemo_runs_total 1\ndemo_size_bytes{name="a"} 1'),
  ).rejects.toThrow(
    [
      "The exposition differs (- expected, + collected):",
      "+ # TYPE demo_runs_total counter",
      "- # TYPE demo_runs_total gauge",
      "+ # TYPE demo_size_bytes gauge",
      '+ demo_size_bytes{kind="file",name="a"} 1',
      '+ demo_size_bytes{kind="file",name="b"} 2',
      '- demo_size_bytes{name="a"} 1',
    ].join("\n"),
  );
});

test("options replace defaults, and a stateful collector can be warmed up", async () => {
  await expectExposition(
    demo,
    source,
    'demo_size_bytes{name="hidden",kind="file"} 3\ndemo_size_bytes{name="a",kind="file"} 1\ndemo_runs_total 3',
    { options: { exclude: { source: "b", test: (text: string) => text === "b" } }, warmUps: 2 },
  );
});

test("an error is thrown as it comes", async () => {
  await expect(expectExposition(demo, { rows: [] }, "")).rejects.toThrow(NoDataError);
});

test("partial data is compared when its failure is expected", async () => {
  const broken = { rows: [{ name: "a", size: 1 }], failure: new Error("disk gone") };
  const text = 'demo_size_bytes{name="a",kind="file"} 1\ndemo_runs_total 1';
  await expectExposition(demo, broken, text, { failure: "disk" });
  await expect(expectExposition(demo, broken, text)).rejects.toThrow("disk gone");
  await expect(expectExposition(demo, broken, text, { failure: "network" })).rejects.toThrow(
    'Expected a failure with "network", got disk gone',
  );
  await expect(expectExposition(demo, { rows: [{ name: "a", size: 1 }] }, text, { failure: "disk" })).rejects.toThrow(
    'Expected a failure with "disk", got none',
  );
});

test("a series that is emitted twice is refused", () => {
  expect(() =>
    expectFamilies(
      [
        {
          name: "a",
          type: "gauge",
          points: [
            { labels: [], value: 1 },
            { labels: [], value: 1 },
          ],
        },
      ],
      "a 1",
    ),
  ).toThrow("Emitted twice:\na 1");
});
