import { defineCollector } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import type { Program } from "../../src/program/define-program.ts";
import { runProgram } from "../../src/program/run.ts";
import { EventEmitter } from "node:events";
import { fixtureProgram } from "./fixture-program.ts";
import { run } from "./start-program.ts";

const empty = defineCollector({
  name: "empty",
  help: "Nothing of it is here.",
  enabledByDefault: true,
  read: (): readonly number[] => [],
  families: (family) => [
    family({
      name: "test_empty",
      type: "gauge",
      labels: ["n"],
      help: "X.",
      samples: (rows, emit) => {
        for (const value of rows) emit(value, String(value));
      },
    }),
  ],
});

const partial = defineCollector({
  name: "partial",
  help: "Has names of its own.",
  enabledByDefault: true,
  read: () => 3,
  lacks: () => "one\u001b[2J needs CAP_X",
  families: (family) => [
    family.dynamic({
      prefix: "test_partial_",
      type: "gauge",
      labels: [],
      help: "Y.",
      samples: (value, emit) => {
        emit("test_partial_a", value);
        emit("test_partial_b", value);
      },
    }),
  ],
});

const program: Program = {
  ...fixtureProgram,
  collectors: [...fixtureProgram.collectors, empty, partial],
  notices: () => ["mount /x"],
};

async function dryRun(...flags: readonly string[]): Promise<string> {
  let stdout = "";
  const code = await runProgram(program, ["--dry-run", ...flags], {
    env: {},
    stdout: (text) => void (stdout += text),
    stderr: () => {},
    signals: new EventEmitter(),
  });
  expect(code).toBe(0);
  return stdout;
}

test("tells of every collector what it gives, what it lacks and why it gives nothing", async () => {
  const text = await dryRun();
  expect(text).toMatch(/^empty +0 +0 +0 +[\d.]+ ms +ok: there is nothing of it on this machine$/m);
  expect(text).toMatch(/^gamma +0 +0 +0 +[\d.]+ ms +no_data: no such\\nhardware$/m);
  expect(text).toContain("ok: one\\u001b[2J needs CAP_X\n");
  // Two families of one line each, with their header lines.
  const bytes = ["a", "b"].flatMap((end) => [
    `# HELP test_partial_${end} Y.\n`,
    `# TYPE test_partial_${end} gauge\n`,
    `test_partial_${end} 3\n`,
  ]);
  expect(text).toMatch(new RegExp(`^partial +2 +2 +${bytes.join("").length} +`, "m"));
  expect(text).toContain("Missing on this machine:\nmount /x\n");
});

test("is JSON, with every family, when logs are", async () => {
  const report: unknown = JSON.parse(await dryRun("--log.format=json", "--path.root=/x"));
  expect(report).toMatchObject({
    series: expect.any(Number),
    bytes: expect.any(Number),
    missing: ["mount /x"],
    disabled: ["beta"],
    options: [
      { name: "log.format", value: "json", from: "--log.format" },
      { name: "path.root", value: "/x", from: "--path.root" },
    ],
  });
  const { collectors } = report as { readonly collectors: readonly Readonly<Record<string, unknown>>[] };
  expect(collectors.map(({ collector, status, series }) => [collector, status, series])).toEqual([
    ["alpha", "ok", 1],
    ["empty", "ok", 0],
    ["gamma", "no_data", 0],
    ["partial", "ok", 2],
  ]);
  expect(collectors[0]).toMatchObject({
    reason: "",
    families: [{ name: "test_alpha", type: "gauge", series: 1, bytes: collectors[0]?.["bytes"] }],
  });
  expect(collectors[2]).toMatchObject({ reason: "no such\nhardware", families: [] });
});

test("a program whose collectors are all on has none to name", async () => {
  expect((await run(["--dry-run", "--collector.beta"])).stdout).not.toContain("Off,");
});
