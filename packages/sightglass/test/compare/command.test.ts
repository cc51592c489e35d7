import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/compare/command.ts";
import { folderWith } from "../support/folder.ts";
import { runWith } from "../support/run.ts";
import { serve } from "../support/server.ts";

const run = (...argv: string[]) => runWith(compare, ...argv);

const PAGES = { "a.prom": "node_load1 1\nnode_swap_size_bytes 1\n", "b.prom": "node_load1 1\nnode_uptime 2\n" };

describe("compare", () => {
  it("ends with 0 without a difference, and with 1 with some", async () => {
    const folder = folderWith(PAGES);
    const [a, b] = [join(folder, "a.prom"), join(folder, "b.prom")];
    expect(await run(a, a)).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("No difference;") });
    const { code, stdout } = await run(a, b);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "- node_swap_size_bytes: missing, 1 series; the collector does not run there; brought back by --collector.swap\n",
    );
    expect(stdout).toContain("+ node_uptime: extra, 1 series\n");
  });

  it("fails on what it is told to fail on", async () => {
    const folder = folderWith({ ...PAGES, "c.prom": `${PAGES["a.prom"]}node_x 1\n` });
    const [a, c] = [join(folder, "a.prom"), join(folder, "c.prom")];
    expect((await run(a, c, "--fail-on=missing", "--fail-on", "drift")).code).toBe(0);
    expect((await run(a, c, "--fail-on=extra")).code).toBe(1);
  });

  it("compares several scrapes of two URLs by rate", async () => {
    const counting = (step: number) => {
      let count = 0;
      return serve((_request, response) => {
        count += step;
        response.end(`# TYPE requests_total counter\nrequests_total ${count}\n`);
      });
    };
    const [slow, alike, fast] = [await counting(1000), await counting(1000), await counting(3000)];
    const flags = ["--scrapes=3", "--interval=20ms", "--format=json"];
    expect((await run(slow, alike, ...flags)).code).toBe(0);
    const { code, stdout } = await run(slow, fast, ...flags);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      counts: { drift: 1 },
      old: { scrapes: 3 },
      groups: [{ families: [{ family: "requests_total", drift: { examples: [{ measure: "rate" }] } }] }],
    });
    expect((await run(slow, fast, ...flags, "--no-values")).code).toBe(0);
  });

  it("asks each side in its own way", async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end("up 1\n");
    });
    const folder = folderWith({ both: "b", new: "n" });
    const [both, fresh] = [join(folder, "both"), join(folder, "new")];
    const flags = ["--scrapes=1", `--http.bearer-token-file=${both}`, `--new.http.bearer-token-file=${fresh}`];
    expect((await run(url, url, ...flags)).code).toBe(0);
    expect(new Set(seen)).toEqual(new Set(["Bearer b", "Bearer n"]));
  });

  it("names what rules and dashboards lose, and obeys ignore files", async () => {
    const folder = folderWith({
      ...PAGES,
      "rules.yaml": "groups: [{name: g, rules: [{alert: Swap, expr: node_swap_size_bytes > 0}]}]\n",
      "board.json": JSON.stringify({
        title: "B",
        panels: [{ title: "P", targets: [{ expr: "node_swap_size_bytes" }] }],
      }),
      "ignore.yaml": "ignore:\n  - {reason: meant, families: ['node_(swap|up).*']}\n",
    });
    const [a, b] = [join(folder, "a.prom"), join(folder, "b.prom")];
    const flags = [
      "--rules",
      join(folder, "rules.yaml"),
      "--dashboards",
      folder,
      "--ignore",
      join(folder, "ignore.yaml"),
    ];
    const { code, stdout } = await run(a, b, ...flags, "--format=markdown");
    expect(code).toBe(1);
    expect(stdout).toContain("| alert | Swap | rules.yaml, group g | node\\_swap\\_size\\_bytes is missing |\n");
    expect(stdout).toContain("| panel | P | B (board.json) | node\\_swap\\_size\\_bytes is missing |\n");
    expect(stdout).toContain("| 2 | meant |\n");
    expect((await run(a, b, ...flags, "--fail-on=missing", "--fail-on=extra")).code).toBe(0);
  });

  it.each([
    [[], /^sightglass compare: error: OLD is missing, try sightglass compare --help\n$/],
    [["a"], /NEW is missing/],
    [["a", "b", "c"], /unexpected argument "c"/],
    [["--tolerence=1"], /unknown flag --tolerence; did you mean --tolerance\?/],
    [["a", "b", "--fail-on=gone"], /unknown difference gone/],
    [["a", "b", "--http.header=x"], /must be "Name: value"/],
    [["/nonexistent/a", "/nonexistent/b"], /^sightglass compare: error: \/nonexistent\/a: ENOENT[^\n]*\n$/],
    [["a", "b", "--rules=/nonexistent/r"], /cannot read \/nonexistent\/r/],
    [["http://127.0.0.1:1/", "/nonexistent"], /127\.0\.0\.1:1|nonexistent/],
  ])("ends with 2 and one line for %j", async (argv, message) => {
    const { code, stdout, stderr } = await run(...argv);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  it("has a help that says it all, but for the flags that are there for each side", async () => {
    const { code, stdout } = await run("--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^usage: sightglass compare \[<flags>\] OLD NEW\n/);
    for (const flag of ["--scrapes", "--ignore", "--rules", "--dashboards", "--http.ca-file", "--format"]) {
      expect(stdout).toContain(`  ${flag}=`);
    }
    expect(stdout).toContain("Exit codes: 0 no difference, 1 differences, 2");
    expect(stdout).not.toMatch(/^ +--old\.http/m);
    expect(stdout).not.toContain("SIGHTGLASS_");
  });
});
