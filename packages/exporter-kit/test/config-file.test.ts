import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agentOfConfigFile, loadConfigFile, parseConfigFile } from "../src/config-file.ts";
import { UsageError } from "../src/flags/usage-error.ts";
import { createTestTable } from "./flags/table.ts";

const parse = (text: string) => parseConfigFile("c.yml", text, createTestTable());

describe("parseConfigFile", () => {
  it("takes keys whole, nested and mixed", async () => {
    const { values } = await parse(
      [
        "web.max-requests: 5",
        "web:",
        "  listen-address: ['[::1]:1', 'b:2']",
        "log: {level: debug}",
        "collector:",
        "  net:",
        "    enabled: false",
        "    device-exclude: ^lo$",
        "test.ratio: 0.50",
      ].join("\n"),
    );
    expect(Object.fromEntries([...values].map(([name, { value, place }]) => [name, [value, place]]))).toEqual({
      "web.max-requests": ["5", "c.yml:1"],
      "web.listen-address": [["[::1]:1", "b:2"], "c.yml:3"],
      "log.level": ["debug", "c.yml:4"],
      "collector.net": ["false", "c.yml:7"],
      "collector.net.device-exclude": ["^lo$", "c.yml:8"],
      "test.ratio": ["0.50", "c.yml:9"],
    });
  });

  it("takes an empty file and old names", async () => {
    expect((await parse("")).values.size).toBe(0);
    expect((await parse("collector.net.ignored-devices: x")).values.get("collector.net.device-exclude")?.value).toBe(
      "x",
    );
  });

  it("reads series rules", async () => {
    const { seriesRules } = await parse(
      "series_rules:\n  keep: ['node_.*', up]\n  drop: node_softnet_.*\n  drop_labels: [serial]\n  max_series_per_family: 500\n",
    );
    expect(seriesRules.keepFamilies?.map((matcher) => [matcher.test("node_load1"), matcher.test("uptime")])).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(seriesRules.dropFamilies?.[0]?.test("node_softnet_x")).toBe(true);
    expect(seriesRules.dropLabels).toEqual(new Set(["serial"]));
    expect(seriesRules.maxSeriesPerFamily).toBe(500);
  });

  it.each([
    ["web.max-request: 5", "c.yml:1: unknown key web.max-request; did you mean web.max-requests?"],
    ["log:\n  levle: x", "c.yml:2: unknown key log.levle; did you mean log.level?"],
    ["serie_rules: {}", "c.yml:1: unknown key serie_rules; did you mean series_rules?"],
    ["zzz: 1", "c.yml:1: unknown key zzz"],
    ["zzz: {}", "c.yml:1: unknown key zzz"],
    ["config.file: x", "c.yml:1: config.file cannot be set in the configuration file, only by flag or environment"],
    ["log.level: a\nlog: {level: b}", "c.yml:2: log.level was already set at c.yml:1"],
    ["log.level:", "c.yml:1: log.level has no value"],
    ["web.listen-address: [[a]]", "c.yml:1: the items of web.listen-address must be single values"],
    ["- a", "c.yml:1: the configuration must be a mapping of keys to values"],
    ["log.level: &a x\npath.procfs: *a", "c.yml:2: aliases are not supported"],
    ["a: 1\na: 2", "c.yml:2: Map keys must be unique"],
    ["a: [", /^c\.yml:1: /],
    ["series_rules: [a]", "c.yml:1: series_rules must be a mapping"],
    ["series_rules:\n  kep: [a]", "c.yml:2: unknown key series_rules.kep; did you mean keep?"],
    ["series_rules:\n  keep: ['(']", /^c\.yml:2: invalid pattern "\(" in series_rules\.keep: .*missing closing \)/],
    ["series_rules:\n  drop: [{}]", "c.yml:2: series_rules.drop must be a list of texts"],
    [
      "series_rules:\n  max_series_per_family: 0",
      "c.yml:2: series_rules.max_series_per_family must be a whole number of at least 1",
    ],
  ])("refuses %j", async (text, message) => {
    const refusal = parse(text);
    await expect(refusal).rejects.toThrow(UsageError);
    await expect(refusal).rejects.toThrow(message);
  });
});

describe("loadConfigFile", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "config-file-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("reads a file and names what is wrong with one it cannot read", async () => {
    const file = join(folder, "c.yml");
    writeFileSync(file, "log.level: debug\n");
    expect((await loadConfigFile(file, createTestTable())).values.get("log.level")).toEqual({
      value: "debug",
      place: `${file}:1`,
    });
    await expect(loadConfigFile(join(folder, "none"), createTestTable())).rejects.toThrow(/cannot read .*none: ENOENT/);
    await expect(loadConfigFile(folder, createTestTable())).rejects.toThrow(/it is a directory/);
    writeFileSync(file, "#".repeat(1_048_577));
    await expect(loadConfigFile(file, createTestTable())).rejects.toThrow(/it is larger than 1048576 bytes/);
  });
});

describe("the key agent", () => {
  const folder = mkdtempSync(join(tmpdir(), "config-agent-"));
  const file = join(folder, "c.yml");

  afterAll(() => rmSync(folder, { recursive: true }));

  it("says which agent a file is for, and is no option", async () => {
    writeFileSync(file, "agent: node\nlog.level: debug\n");
    expect(await agentOfConfigFile(file)).toBe("node");
    const { values } = await loadConfigFile(file, createTestTable(), "node");
    expect([...values.keys()]).toEqual(["log.level"]);
    writeFileSync(file, "log.level: debug\n");
    expect(await agentOfConfigFile(file)).toBeUndefined();
  });

  it("keeps other agents from reading the file", async () => {
    writeFileSync(file, "log.level: debug\nagent: node\n");
    await expect(loadConfigFile(file, createTestTable(), "kube")).rejects.toThrow(
      `${file}:2: the file is for the agent node, and this is kube`,
    );
    writeFileSync(file, "agent: {}\n");
    await expect(agentOfConfigFile(file)).rejects.toThrow(UsageError);
  });
});
