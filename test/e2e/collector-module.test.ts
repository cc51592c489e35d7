import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { SIGHTGLASS, startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { REPOSITORY } from "../servers/paths.ts";
import { serverDirectory } from "../servers/process.ts";

const GUIDE = readFileSync(join(REPOSITORY, "docs/adding-a-collector.md"), "utf8");

/** The code of a block of the guide, by the comment in its first line that names its file. */
function example(file: string): string {
  const block = new RegExp(`\`\`\`js\\n// ${file.replaceAll(".", "\\.")}\\n([^]*?)\`\`\``).exec(GUIDE)?.[1];
  if (block === undefined) throw new Error(`the guide has no example ${file}`);
  return block;
}

/** A module in a folder of its own, from which no package of ours is found. */
function moduleFile(text: string): string {
  const path = join(serverDirectory("collector-module"), "my-collector.mjs");
  writeFileSync(path, text);
  return path;
}

const dryRun = (args: readonly string[], cwd?: string) =>
  spawnSync(SIGHTGLASS, ["node", "--collector.disable-defaults", ...args, "--dry-run"], {
    encoding: "utf8",
    timeout: 30_000,
    ...(cwd !== undefined && { cwd }),
  });

beforeAll(() => ensureBuilt(), 500_000);

describe("the guide's examples", () => {
  test("a dozen lines are a collector, which the built agent serves from a folder anywhere", async () => {
    const text = example("my-collector.mjs");
    expect(text.trim().split("\n").length).toBeLessThanOrEqual(13);
    const path = moduleFile(text);
    const agent = await startAgent({ flags: [`--collector.module=${path}`] });
    try {
      const page = await (await fetch(`${agent.url}/metrics`)).text();
      expect(page).toMatch(/^# TYPE node_home_directories gauge$/m);
      expect(page).toMatch(/^node_home_directories \d+$/m);
      expect(page).toContain('node_scrape_collector_status{collector="homes",reason="ok"} 1');
      expect(page).toContain("node_load1 ");
    } finally {
      await agent.stop();
    }
  });

  test("one with an option, a label and a reason to have nothing", () => {
    const path = moduleFile(example("queue.mjs"));
    const folder = serverDirectory("spool");
    for (const name of ["a.job", "b.job", "notes.txt"]) writeFileSync(join(folder, name), "");
    const found = dryRun([`--collector.module=${path}`, `--collector.queue.directory=${folder}`]);
    expect(found.stdout).toMatch(/^queue +1 +2 +\d+ +[\d.]+ ms +ok$/m);
    const absent = dryRun([`--collector.module=${path}`, "--collector.queue.directory=/nowhere"]);
    expect(absent.stdout).toMatch(/^queue +0 +0 +(?:0|-) +[\d.]+ ms +no_data: \/nowhere does not exist$/m);
  });
});

test("a relative path starts in the working directory", () => {
  const path = moduleFile(example("my-collector.mjs"));
  const { status, stdout } = dryRun(["--collector.module=./my-collector.mjs"], join(path, ".."));
  expect(status).toBe(0);
  expect(stdout).toMatch(/^homes +1 +1 /m);
});

describe("a broken module stops the start with 1", () => {
  test.each([
    [
      "its syntax",
      "export default {\n  name: 'x',\n  help 'oops',\n};\n",
      /has a syntax error, "Unexpected string" on line 3: help 'oops',$/,
    ],
    [
      "an import that is not there",
      'import { defineCollector } from "@sightglass/metrics-registry";\nexport default defineCollector({});\n',
      /imports @sightglass\/metrics-registry, which is not installed where it lies; without the import, export default/,
    ],
    [
      "an import of its own that is not there",
      'import "./other.mjs";\n',
      /it failed when it was loaded: Cannot find module '.*other\.mjs'/,
    ],
    ["a clash", example("my-collector.mjs").replace('"homes"', '"cpu"'), /name: there is a collector cpu already$/],
    [
      "a family of another",
      example("my-collector.mjs").replace("node_home_directories", "node_load1"),
      /node_load1 is declared by collector loadavg already$/,
    ],
  ])("%s", (_what, text, message) => {
    const path = moduleFile(text);
    const { status, stdout, stderr } = spawnSync(SIGHTGLASS, ["node", `--collector.module=${path}`], {
      encoding: "utf8",
      timeout: 30_000,
    });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr.startsWith(`sightglass node: error: collector module ${path}: `)).toBe(true);
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
