import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { UsageError } from "../../src/flags/usage-error.ts";
import type { EffectiveOption } from "../../src/program/effective-configuration.ts";
import { inspectConfiguration } from "../../src/program/inspect-configuration.ts";
import { fixtureProgram, sources } from "./fixture-program.ts";

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "kit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "c.yml"), text);
  return join(folder, "c.yml");
}

const inspect = (text: string, running?: readonly EffectiveOption[]) =>
  inspectConfiguration(fixtureProgram, { file: fileWith(text), ...(running !== undefined && { running }) });

describe("inspectConfiguration", () => {
  it("shows what comes of a file, and starts nothing", async () => {
    const made = sources.length;
    const { configuration } = await inspect("path.root: /x\ncollector.beta: true\n");
    expect(configuration.options.find(({ name }) => name === "path.root")).toMatchObject({
      value: "/x",
      origin: "file",
    });
    expect(configuration.collectors.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual([
      "alpha",
      "beta",
      "gamma",
    ]);
    expect(sources).toHaveLength(made);
  });

  it("refuses what the program would refuse: a key, a value, a file of another agent, a setup", async () => {
    await expect(inspect("path.rot: /x\n")).rejects.toThrow(/:1: unknown key path\.rot; did you mean path\.root\?/);
    await expect(inspect("web.max-requests: x\n")).rejects.toThrow(UsageError);
    await expect(inspect("agent: other\n")).rejects.toThrow(/:1: the file is for the agent other, and this is test/);
    await expect(inspect("agent: [a]\n")).rejects.toThrow(/agent must be the name of an agent/);
    const bad = await inspect("collector.beta: {enabled: true, mode: bad}\n");
    await expect(bad.verify()).rejects.toThrow("--collector.beta.mode cannot be bad");
    expect(sources.at(-1)?.closed).toBe(true);
  });

  it("lets flags and environment of a running program stand, with secrets as they are shown", async () => {
    const running: EffectiveOption[] = [
      { name: "path.root", value: "/flag", origin: "flag", place: "--path.root" },
      { name: "collector.beta.mode", value: "<hidden>", origin: "environment", place: "environment variable X" },
      { name: "log.level", value: "debug", origin: "file", place: "old.yml:1" },
      { name: "gone", value: "1", origin: "flag", place: "--gone" },
    ];
    const { configuration } = await inspect("path.root: /file\nlog.level: warn\n", running);
    const option = (name: string) => configuration.options.find((one) => one.name === name);
    expect(option("path.root")).toEqual(running[0]);
    expect(option("collector.beta.mode")).toEqual(running[1]);
    expect(option("log.level")).toMatchObject({ value: "warn", origin: "file" });
  });

  it("runs the collectors that it is told to, once, and closes their source", async () => {
    const { collect } = await inspect("collector.beta: true\nseries_rules: {drop: [test_alpha]}\n");
    expect(await collect(new Set(["beta", "gamma"]), 1_000)).toEqual([
      { name: "test_beta", collector: "beta", series: 1 },
    ]);
    expect(await collect(new Set(["alpha"]), 1_000)).toEqual([]);
    expect(sources.at(-1)?.closed).toBe(true);
  });

  it("tells what a reload would change", async () => {
    const running = (await inspect("")).configuration;
    const next = await inspect("collector.beta: true\nweb.max-requests: 3\n");
    const families = [{ name: "test_beta", collector: "beta", series: 1 }];
    expect(next.changeFrom(running, families)).toMatchObject({
      options: [
        { name: "web.max-requests", needsRestart: true },
        { name: "collector.beta", needsRestart: false },
      ],
      collectorsStarted: ["beta"],
      familiesAdded: ["test_beta"],
      seriesBefore: 0,
      seriesAfter: 1,
    });
  });
});
