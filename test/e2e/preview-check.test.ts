import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SIGHTGLASS, startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { startNodeExporter } from "../servers/node-exporter.ts";
import { serverDirectory } from "../servers/process.ts";
import { waitFor } from "../servers/wait-for.ts";
import { runSightglass } from "./run-sightglass.ts";

interface Amount {
  readonly now: number;
  readonly after?: number;
}

interface PreviewReport {
  readonly series: Amount;
  readonly bytes: Amount;
  readonly families: readonly { readonly name: string; readonly series: Amount; readonly bytes: Amount }[];
}

const RULES = ["--drop=node_netstat_.*", "--drop-label=cpu", "--cap=3"];
const RULES_IN_FILE = "series_rules: {drop: ['node_netstat_.*'], drop_labels: [cpu], max_series_per_family: 3}\n";

/** Families whose number of series is the same in any two moments, but for what rules do. */
const STEADY = /^node_(cpu_seconds_total|load\d+|netstat_\w+|memory_\w+|softnet_\w+|uname_info)$/;

const page = async (server: HttpServerProcess, path: string): Promise<string> => {
  const response = await fetch(`${server.url}${path}`, { signal: AbortSignal.timeout(10_000) });
  expect(response.status).toBe(200);
  return response.text();
};

const seriesOf = (text: string, family: string): number =>
  text.split("\n").filter((line) => line.startsWith(`${family} `) || line.startsWith(`${family}{`)).length;

describe("sightglass preview and check", () => {
  let agent: HttpServerProcess;
  let judge: HttpServerProcess;
  let file: string;

  beforeAll(async () => {
    ensureBuilt();
    file = join(serverDirectory("config"), "agent.yml");
    writeFileSync(file, "agent: node\n");
    [agent, judge] = await Promise.all([
      startAgent({ flags: [`--config.file=${file}`, "--web.enable-lifecycle"] }),
      startNodeExporter({ version: "current" }),
    ]);
  }, 500_000);

  afterAll(async () => {
    await Promise.all([agent?.stop(), judge?.stop()]);
  });

  async function preview(server: HttpServerProcess, ...more: string[]): Promise<PreviewReport> {
    const { code, stdout, stderr } = await runSightglass("preview", server.url, "--format=json", ...more);
    expect([code, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout) as PreviewReport;
  }

  test("counts a page of another exporter, byte for byte where it holds still", async () => {
    const report = await preview(judge);
    const text = await page(judge, "/metrics");
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(Math.abs(report.series.now - lines.length)).toBeLessThan(10);
    const uname = text
      .split("\n")
      .filter((line) => line.includes("node_uname_info"))
      .join("\n");
    expect(report.families.find(({ name }) => name === "node_uname_info")?.bytes).toEqual({ now: uname.length + 1 });
  });

  test("check tells what a reload changes, the reload does it and says so, and preview foretold what rules leave", async () => {
    await page(agent, "/metrics");
    const foretold = (await preview(agent, ...RULES)).families.filter(({ name }) => STEADY.test(name));
    expect(foretold.length).toBeGreaterThan(60);

    writeFileSync(
      file,
      `agent: node\ncollector.loadavg: false\ncollector.swap: true\nlog.level: debug\n${RULES_IN_FILE}`,
    );
    const checked = await runSightglass("check", file, `--against=${agent.url}`, "--format=json");
    expect([checked.code, checked.stderr]).toEqual([0, ""]);
    const { change } = JSON.parse(checked.stdout) as { change: Record<string, unknown> };
    expect(change).toMatchObject({
      collectorsStarted: ["swap"],
      collectorsStopped: ["loadavg"],
      seriesRulesChanged: true,
      options: [
        { name: "log.level", from: "info", to: "debug", needsRestart: false },
        { name: "collector.loadavg", from: "true", to: "false" },
        { name: "collector.swap", from: "false", to: "true" },
      ],
    });
    expect(change["familiesRemoved"]).toEqual(expect.arrayContaining(["node_load1", "node_netstat_Tcp_InSegs"]));

    expect((await fetch(`${agent.url}/-/reload`, { method: "POST" })).status).toBe(200);
    const line = await waitFor("the line about the reload", { timeoutMs: 10_000 }, () =>
      agent
        .log()
        .split("\n")
        .find((one) => one.includes('msg="Configuration reloaded"')),
    );
    expect(line).toContain(" collectors_started=swap collectors_stopped=loadavg series_rules=changed ");
    const after = Number(/ series_after=(\d+)/.exec(line ?? "")?.[1]);
    expect(Math.abs(after - Number(change["seriesAfter"]))).toBeLessThan(25);

    const text = await page(agent, "/metrics");
    const kept = foretold.filter(({ name }) => !name.startsWith("node_load"));
    const found = kept.map(({ name }) => [name, seriesOf(text, name)]);
    expect(found).toEqual(kept.map(({ name, series }) => [name, series.after]));
  });

  test("a configuration that is wrong stops the check and never reaches the agent", async () => {
    const wrong = join(serverDirectory("config"), "wrong.yml");
    writeFileSync(wrong, "collector.cpu.infos: true\n");
    const { code, stderr } = await runSightglass("check", wrong, `--against=${agent.url}`);
    expect(code).toBe(1);
    expect(stderr).toContain("wrong.yml:1: unknown key collector.cpu.infos; did you mean collector.cpu.info?");
  });

  test("a reader that has seen enough is no fault", () => {
    const large = join(serverDirectory("page"), "large.prom");
    writeFileSync(large, Array.from({ length: 20_000 }, (_, index) => `node_x{n="${index}"} 1\n`).join(""));
    const command = `"${SIGHTGLASS}" preview "${large}" --keep=nothing --format=json | head -n 1`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8", timeout: 30_000 });
    expect([status, stdout, stderr]).toEqual([0, "{\n", ""]);
  });

  test("the agent's own page shows the same figures as preview", async () => {
    const report = await preview(agent, "--drop=node_uname_info");
    const text = await page(agent, "/-/series?drop=node_uname_info");
    const row = text.split("<tr").find((one) => one.includes("<code>node_uname_info</code>")) ?? "";
    const uname = report.families.find(({ name }) => name === "node_uname_info");
    const cells = [...row.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell = ""]) => cell.trim());
    expect(cells).toEqual(["1 → 0", `${uname?.bytes.now} → 0`]);
  });
});
