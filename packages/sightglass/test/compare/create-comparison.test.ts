import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/compare/comparison.ts";
import { createComparison } from "../../src/compare/create-comparison.ts";
import { createIgnoreFilter } from "../../src/compare/ignore-filter.ts";
import { parseIgnoreRules } from "../../src/compare/ignore-rules.ts";
import type { Target } from "../../src/target/read-page.ts";
import { pageOf } from "../support/page.ts";
import { testProgram } from "../support/program.ts";

const target = (name: string): Target => ({ kind: "url", name, url: new URL(`http://${name}/`) });

/** Compares pages given as texts, five seconds apart. */
async function compare(old: readonly string[], fresh: readonly string[], ignore = ""): Promise<Comparison> {
  const pages = (texts: readonly string[]) => texts.map((text, index) => pageOf(text, 5 * index));
  return createComparison({
    targets: [target("old"), target("new")],
    pages: { old: pages(old), new: pages(fresh) },
    filter: createIgnoreFilter(await parseIgnoreRules("i.yml", ignore)),
    tolerance: { relative: 0.1, absolute: 0 },
    withValues: true,
    consumers: undefined,
    programs: [testProgram],
  });
}

const thrice = (text: string): readonly string[] => [text, text, text];
const differences = ({ groups }: Comparison) => groups.flatMap(({ families }) => families);

describe("createComparison", () => {
  it("finds nothing between a page and itself", async () => {
    const page = thrice('# TYPE a counter\na{x="1"} 1\n');
    const comparison = await compare(page, page);
    expect(comparison.groups).toEqual([]);
    expect(comparison).toMatchObject({
      equalFamilies: 1,
      counts: { missing: 0, extra: 0, type: 0, labels: 0, drift: 0 },
      old: { name: "old", families: 1, series: 1, scrapes: 3 },
    });
  });

  it("groups what is missing and extra by collector, prefix and program, with the flag that brings it back", async () => {
    const old = thrice("node_swap_used_bytes 1\nnode_cpu_info 1\nmysql_global_up 1\ngo_threads 1\n");
    const fresh = thrice(
      'node_scrape_collector_success{collector="cpu"} 1\nnode_cpu_seconds_total 1\nnodejs_heap_bytes 1\n',
    );
    const { groups, counts } = await compare(old, fresh);
    expect(
      groups.map(({ name, families }) => [name, families.map((one) => [one.family, one.kinds[0], one.flag])]),
    ).toEqual([
      [
        "cpu",
        [
          ["node_cpu_info", "missing", "--collector.cpu.info"],
          ["node_cpu_seconds_total", "extra", undefined],
        ],
      ],
      ["swap", [["node_swap_used_bytes", "missing", "--collector.swap"]]],
      ["mysql_global_*", [["mysql_global_up", "missing", undefined]]],
      [
        "about the program itself",
        [
          ["go_threads", "missing", undefined],
          ["node_scrape_collector_success", "extra", undefined],
          ["nodejs_heap_bytes", "extra", undefined],
        ],
      ],
    ]);
    expect(counts).toMatchObject({ missing: 4, extra: 3 });
  });

  it("tells series apart by the labels that both sides have", async () => {
    const old = thrice('a{d="1",mode="x"} 1\na{d="2",mode="x"} 1\n');
    const fresh = thrice('a{d="1",kind="y"} 1\na{d="3",kind="y"} 1\n');
    expect(differences(await compare(old, fresh))).toEqual([
      {
        family: "a",
        kinds: ["missing", "extra", "labels"],
        labels: { missing: ["mode"], extra: ["kind"] },
        missing: { count: 1, examples: ['a{d="2",mode="x"}'] },
        extra: { count: 1, examples: ['a{d="3",kind="y"}'] },
      },
    ]);
  });

  it("reports types and drift", async () => {
    const old = ["# TYPE a counter\na 0\n# TYPE b gauge\nb 1\n", "# TYPE a counter\na 50\n# TYPE b gauge\nb 1\n"];
    const fresh = ["# TYPE a counter\na 0\nb 1\n", "# TYPE a counter\na 100\nb 1\n"];
    expect(differences(await compare(old, fresh))).toEqual([
      {
        family: "a",
        kinds: ["drift"],
        drift: { count: 1, examples: [{ series: "a", measure: "rate", old: 10, new: 20 }] },
      },
      { family: "b", kinds: ["type"], types: { old: "gauge", new: "unknown" } },
    ]);
  });

  it("does not hold series against a side that came or went between the scrapes", async () => {
    const comparison = await compare(['a{x="1"} 1\na{x="2"} 1\nb 1\n', 'a{x="1"} 1\n'], thrice('a{x="1"} 1\n'));
    expect(comparison.groups).toEqual([]);
    expect(comparison.notes).toEqual([
      "2 series of old came or went between the scrapes; they do not count as missing or extra.",
    ]);
  });

  it("leaves series and values of what tells about the program alone", async () => {
    const old = thrice('process_resident_memory_bytes 1\nnode_scrape_collector_success{collector="a"} 1\n');
    const fresh = thrice('process_resident_memory_bytes 999\nnode_scrape_collector_success{collector="b"} 0\n');
    expect((await compare(old, fresh)).groups).toEqual([]);
  });

  it("obeys rules, and says what each took out", async () => {
    const ignore =
      "ignore:\n  - {reason: gone, families: [b], differences: [missing]}\n" +
      "  - {reason: device, series: ['a{x=\"2\"}']}\n  - {reason: label, labels: [l]}\n";
    const comparison = await compare(thrice('a{x="1"} 1\na{x="2"} 1\nb 1\n'), thrice('a{x="1",l="9"} 1\n'), ignore);
    expect(comparison.groups).toEqual([]);
    expect(comparison.ignored).toEqual([
      { reason: "gone", differences: 1 },
      { reason: "device", differences: 1 },
      { reason: "label", differences: 1 },
    ]);
  });

  it("says what limits it", async () => {
    const page = pageOf("a 1\n");
    const file: Target = { kind: "file", name: "f", path: "f" };
    const parts = {
      filter: createIgnoreFilter([]),
      tolerance: { relative: 0.1, absolute: 0 },
      withValues: true,
      consumers: undefined,
      programs: [],
    };
    const drifted = { old: [page], new: [pageOf("a 100\n"), pageOf("a 100\n", 5)] };
    const mixed = createComparison({ ...parts, targets: [file, target("new")], pages: drifted });
    expect(mixed.groups).toEqual([]);
    expect(mixed.notes).toEqual(["Values were not compared: one side is a file and was written at another time."]);
    const files = createComparison({
      ...parts,
      targets: [file, file],
      pages: { old: [page], new: [{ ...page, format: "openmetrics" }] },
    });
    expect(files.notes).toHaveLength(2);
  });
});
