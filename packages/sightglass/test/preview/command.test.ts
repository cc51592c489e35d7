import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { preview } from "../../src/preview/command.ts";
import { folderWith } from "../support/folder.ts";
import { runWith } from "../support/run.ts";
import { serve } from "../support/server.ts";

const run = (...argv: string[]) => runWith(preview, ...argv);

const PAGE =
  '# TYPE a gauge\na{x="1",y="k"} 1\na{x="2",y="k"} 2\na{x="3",y="l"} 3\n# TYPE b counter\nb 1\n' +
  'node_scrape_collector_success{collector="c",x="1"} 1\n' +
  '# TYPE h histogram\nh_bucket{x="1",le="1"} 1\nh_bucket{x="1",le="+Inf"} 1\nh_sum{x="1"} 1\nh_count{x="1"} 1\n';

interface Json {
  readonly series: object;
  readonly families: readonly { readonly name: string; readonly series: object; readonly bytes: object }[];
  readonly labels: readonly { readonly name: string; readonly series: object; readonly values: object }[];
  readonly dropped: object;
}

async function json(...argv: string[]): Promise<Json> {
  const file = join(folderWith({ page: PAGE }), "page");
  const { code, stdout } = await run(file, "--format=json", ...argv);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Json;
}

describe("preview", () => {
  it("counts series and bytes by family and by label", async () => {
    const { series, families, labels } = await json();
    expect(series).toEqual({ now: 9 });
    expect(families.map(({ name, series: count }) => [name, count])).toEqual([
      ["h", { now: 4 }],
      ["a", { now: 3 }],
      ["b", { now: 1 }],
      ["node_scrape_collector_success", { now: 1 }],
    ]);
    const own = '# TYPE a gauge\na{x="1",y="k"} 1\na{x="2",y="k"} 2\na{x="3",y="l"} 3\n';
    expect(families[1]?.bytes).toEqual({ now: own.length });
    expect(labels.find(({ name }) => name === "x")).toMatchObject({ series: { now: 8 }, values: { now: 3 } });
    expect(labels.find(({ name }) => name === "le")).toBeUndefined();
  });

  it.each([
    [["--keep=a|b"], { a: 3, b: 1, h: 0 }, { rule_drop: 1 }],
    [["--drop=a", "--drop=h"], { a: 0, b: 1, h: 0 }, { rule_drop: 4 }],
    [["--drop=b.+"], { a: 3, b: 1, h: 4 }, {}],
    [["--drop-label=x"], { a: 2, b: 1, h: 4 }, { rule_drop: 1 }],
    [["--cap=2"], { a: 2, b: 1, h: 4 }, { rule_cap: 1 }],
  ])("shows what %j leave, but of what reports on collectors", async (flags, left, dropped) => {
    const preview = await json(...flags);
    const after = Object.fromEntries(
      preview.families.map(({ name, series }) => [name, (series as { readonly after: number }).after]),
    );
    expect(after).toEqual({ ...left, node_scrape_collector_success: 1 });
    expect(preview.dropped).toEqual(dropped);
  });

  it("writes sorted tables, cut to a length", async () => {
    const url = await serve((_request, response) => response.end(PAGE));
    const { code, stdout } = await run(url, "--drop=a", "--sort=name", "--limit=2");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics\nSeries: 9 -> 6, 33\.3 % less\nBytes: \d+ -> \d+, /);
    expect(stdout).toMatch(
      /\nLeft out: 3 rule_drop\n\nFAMILY +SERIES +BYTES\na +3 -> 0 +\d+ -> 0\nb +1 +\d+\nand 2 more\n/,
    );
    expect(stdout).toMatch(
      /\nLABEL +SERIES +VALUES +BYTES\ncollector +1 +1 +\d+\nx +8 -> 5 +3 -> 1 +\d+ -> \d+\nand 1 more\n$/,
    );
  });

  it.each([
    [["--keep=("], /invalid pattern "\(" in keep: /],
    [["/nonexistent"], /ENOENT/],
    [["--cap=-1", "x"], /--cap/],
    [[], /URL is missing/],
  ])("ends with 1 for %j", async (argv, message) => {
    const { code, stderr } = await run(...argv, ...(argv[0]?.startsWith("--keep") === true ? ["x"] : []));
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  it("has help", async () => {
    const { code, stdout } = await run("-h");
    expect(code).toBe(0);
    expect(stdout).toContain("usage: sightglass preview [<flags>] URL\n");
    expect(stdout).toContain("  --drop-label=LABEL ...");
  });
});
