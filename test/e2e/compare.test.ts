import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { startNodeExporter } from "../servers/node-exporter.ts";
import { conformanceFile } from "../servers/paths.ts";
import { serverDirectory } from "../servers/process.ts";
import { RESTLESS } from "./restless-families.ts";
import { runSightglass } from "./run-sightglass.ts";

interface Difference {
  readonly family: string;
  readonly kinds: readonly string[];
  readonly whole?: { readonly side: string };
  readonly flag?: string;
  readonly labels?: { readonly missing: readonly string[]; readonly extra: readonly string[] };
}

interface Report {
  readonly old: { readonly families: number; readonly series: number; readonly scrapes: number };
  readonly equalFamilies: number;
  readonly groups: readonly {
    readonly name: string;
    readonly kind: string;
    readonly families: readonly Difference[];
  }[];
  readonly breaks: readonly { readonly kind: string; readonly name: string; readonly reasons: readonly string[] }[];
  readonly consumers: number;
}

const RULES = [conformanceFile("mixins", "node-Rules.yaml"), conformanceFile("mixins", "node-Alerts.yaml")];
const FLAGS = ["--scrapes=3", "--interval=1s", "--format=json", ...RULES.map((path) => `--rules=${path}`)];

describe("sightglass compare", () => {
  let agent: HttpServerProcess;
  let partial: HttpServerProcess;
  let current: HttpServerProcess;
  let debian: HttpServerProcess;

  beforeAll(async () => {
    ensureBuilt();
    [agent, partial, current, debian] = await Promise.all([
      startAgent(),
      startAgent({ flags: ["--no-collector.filesystem", "--no-collector.loadavg"] }),
      startNodeExporter({ version: "current" }),
      startNodeExporter({ version: "debian" }),
    ]);
  }, 500_000);

  afterAll(async () => {
    await Promise.all([agent?.stop(), partial?.stop(), current?.stop(), debian?.stop()]);
  });

  async function compare(old: HttpServerProcess, fresh: HttpServerProcess, ...more: string[]) {
    const { code, stdout, stderr } = await runSightglass("compare", old.url, fresh.url, ...FLAGS, ...more);
    expect(stderr).toBe("");
    return { code, report: JSON.parse(stdout) as Report };
  }

  const ofCollectors = ({ groups }: Report): readonly Difference[] =>
    groups.filter(({ kind }) => kind !== "program").flatMap(({ families }) => families);

  test("the agent in node_exporter's place loses no family, type or label, and breaks none of the mixin", async () => {
    const { report } = await compare(current, agent);
    expect(report.old.scrapes).toBe(3);
    expect(report.old.series).toBeGreaterThan(400);
    expect(report.consumers).toBe(41);
    expect(report.breaks).toEqual([]);
    const differences = ofCollectors(report);
    expect(differences.filter(({ whole }) => whole?.side === "missing")).toEqual([]);
    expect(differences.filter(({ kinds }) => kinds.includes("type"))).toEqual([]);
    expect(differences.filter(({ labels }) => (labels?.missing.length ?? 0) > 0)).toEqual([]);
    const drifting = differences.filter(({ kinds }) => kinds.includes("drift")).map(({ family }) => family);
    expect(drifting.filter((family) => !RESTLESS.test(family))).toEqual([]);
    expect(report.equalFamilies).toBeGreaterThan(200);
  });

  test("against Debian's node_exporter it names what came with later versions as extra, by collector", async () => {
    const { code, report } = await compare(debian, agent);
    expect(code).toBe(1);
    const missing = ofCollectors(report).filter(({ whole }) => whole?.side === "missing");
    expect(missing).toEqual([]);
    const softnet = report.groups.find(({ name, kind }) => name === "softnet" && kind === "collector");
    expect(softnet?.families.map(({ family, whole }) => [family, whole?.side])).toContainEqual([
      "node_softnet_received_rps_total",
      "extra",
    ]);
    const info = ofCollectors(report).find(({ family }) => family === "node_network_info");
    expect(info?.labels).toEqual({ missing: [], extra: ["adminstate"] });
  });

  test("it names the alerts, rules and panels that collectors take with them, and the flags that bring them back", async () => {
    const folder = serverDirectory("dashboards");
    const panels = [
      { title: "Load", targets: [{ expr: 'node_load1{job="$job"} / $__range_s' }] },
      { title: "CPU", targets: [{ expr: 'rate(node_cpu_seconds_total{mode="user"}[$__rate_interval])' }] },
    ];
    writeFileSync(join(folder, "host.json"), JSON.stringify({ title: "Host", panels }));
    // The same rules as an operator keeps them, as an object: all of their alerts and records are found again.
    const spec = readFileSync(RULES[1] ?? "", "utf8").replaceAll(/^(?=.)/gm, "  ");
    const manifest = join(folder, "rule.yaml");
    writeFileSync(manifest, `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n${spec}`);
    const { code, report } = await compare(agent, partial, `--dashboards=${folder}`, `--rules=${manifest}`);
    expect(code).toBe(1);
    const flags = ofCollectors(report)
      .filter(({ whole }) => whole?.side === "missing")
      .map(({ flag }) => flag);
    expect(new Set(flags)).toEqual(new Set(["--collector.filesystem", "--collector.loadavg"]));
    const names = report.breaks.map(({ kind, name }) => `${kind} ${name}`);
    expect(names).toContain("alert NodeFilesystemSpaceFillingUp");
    expect(names).toContain("recording rule instance:node_load1_per_cpu:ratio");
    expect(names).toContain("panel Load");
    expect(names).not.toContain("panel CPU");
    expect(names.filter((name) => name === "alert NodeFilesystemAlmostOutOfSpace")).toHaveLength(2);
  });

  test("the agent does not differ from itself, in either format", async () => {
    for (const accept of ["text", "openmetrics"]) {
      const still = await compare(agent, agent, `--http.accept=${accept}`, "--no-values");
      expect([still.code, still.report.groups], accept).toEqual([0, []]);
      const { report } = await compare(agent, agent, `--http.accept=${accept}`);
      expect(ofCollectors(report).filter(({ family }) => !RESTLESS.test(family))).toEqual([]);
    }
  });

  test("a page that was saved serves as a side, and Markdown tells the same", async () => {
    const saved = join(serverDirectory("saved"), "old.prom");
    writeFileSync(saved, await (await fetch(`${agent.url}/metrics`)).text());
    const { code, stdout } = await runSightglass("compare", saved, partial.url, "--scrapes=1", "--format=markdown");
    expect(code).toBe(1);
    expect(stdout).toContain("### Collector `loadavg`\n");
    expect(stdout).toContain(
      "| `node_load1`, `node_load15`, `node_load5` | missing, 1 series | `--collector.loadavg`, the collector is off |",
    );
  });

  test("it ends with 2 when a side does not answer", async () => {
    const { code, stdout, stderr } = await runSightglass("compare", "http://127.0.0.1:1", agent.url);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^sightglass compare: error: http:\/\/127\.0\.0\.1:1\/metrics: .*ECONNREFUSED/);
  });
});
