import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EffectiveConfiguration } from "@sightglass/exporter-kit";
import { check } from "../../src/check/command.ts";
import { folderWith } from "../support/folder.ts";
import { runWith } from "../support/run.ts";
import { serve } from "../support/server.ts";

const run = (...argv: string[]) => runWith(check, ...argv);
const fileWith = (text: string): string => join(folderWith({ "agent.yml": text }), "agent.yml");

const RUNNING: EffectiveConfiguration = {
  program: "node_exporter",
  agent: "node",
  version: "0.0.1",
  options: [
    { name: "web.max-requests", value: "40", origin: "default", place: "" },
    { name: "log.level", value: "debug", origin: "flag", place: "--log.level" },
    { name: "collector.loadavg", value: "true", origin: "default", place: "" },
    { name: "collector.uname", value: "true", origin: "default", place: "" },
  ],
  collectors: [
    { name: "loadavg", enabled: true, series: 3 },
    { name: "uname", enabled: true, series: 1 },
  ],
  families: [
    { name: "node_load1", collector: "loadavg", series: 3 },
    { name: "node_uname_info", collector: "uname", series: 1 },
    { name: "process_x", collector: "", series: 1 },
  ],
  series_rules: {},
};

const ONLY = "collector.disable-defaults: true\n";

describe("check", () => {
  it("prints the effective configuration of a file that is right", async () => {
    const file = fileWith(`agent: node\n${ONLY}collector.loadavg: true\nseries_rules: {drop: [x, y]}\n`);
    const { code, stdout } = await run(file);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${file}: right for the agent node \\d`));
    expect(stdout).toContain(`  collector.disable-defaults  true  (from collector.disable-defaults (${file}:2))\n`);
    expect(stdout).toContain("Collectors on (1): loadavg\n");
    expect(stdout).toMatch(/Collectors off \(\d+\): arp, /);
    expect(stdout).toContain("Series rules:\n  drop: x, y\n");
    expect(stdout).not.toContain("web.max-requests");
    expect((await run(file, "--all")).stdout).toMatch(/ {2}web\.max-requests +40 {2}\(default\)\n/);
  });

  it("prints JSON", async () => {
    const { stdout } = await run(fileWith(ONLY), "--format=json", "--agent=node");
    expect(JSON.parse(stdout)).toMatchObject({ configuration: { agent: "node", families: [] }, warnings: [] });
  });

  it.each([
    ["web.max-request: 5\n", [], /agent\.yml:1: unknown key web\.max-request; did you mean web\.max-requests\?/],
    ["web.max-requests: many\n", [], /invalid value "many" for web\.max-requests \(.*agent\.yml:1\)/],
    ["a: [\n", [], /agent\.yml:\d: /],
    ["agent: mysql\n", [], /unknown agent mysql; there is node/],
    ["", ["--agent=nodes"], /unknown agent nodes/],
    ["agent: node\n", ["--agent=kube"], /the file is for the agent node, and --agent says kube/],
    ["", ["--against=localhost:9100"], /--against must be a URL such as/],
  ])("ends with 1 for %j %j", async (text, flags, message) => {
    const { code, stdout, stderr } = await run(fileWith(text), ...flags);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
  });

  it("ends with 1 for a file that is not there", async () => {
    expect(await run("/nonexistent/c.yml")).toMatchObject({ code: 1, stderr: expect.stringContaining("ENOENT") });
  });

  it("tells what a reload would change in a running agent", async () => {
    let asked: string | undefined;
    const url = await serve((request, response) => {
      asked = request.url;
      response.end(JSON.stringify(RUNNING));
    });
    const file = fileWith(`${ONLY}collector.loadavg: true\nweb.max-requests: 5\nlog.level: warn\n`);
    const { code, stdout } = await run(file, `--against=${url}`, "--no-collect");
    expect([code, asked]).toEqual([0, "/-/config"]);
    expect(stdout).toContain("  log.level                   debug  (from --log.level)\n");
    expect(stdout.slice(stdout.indexOf("A reload"))).toBe(
      [
        "A reload would change:",
        "  web.max-requests: 40 -> 5 (after a restart only)",
        "  collectors stopped (1): uname",
        "  families removed (1): node_uname_info",
        "  series: 5 -> 4",
        "",
      ].join("\n"),
    );
  });

  it("counts what would start by running it here, and says so", async () => {
    const running = { ...RUNNING, collectors: RUNNING.collectors.slice(1), families: RUNNING.families.slice(1) };
    const url = await serve((_request, response) => response.end(JSON.stringify(running)));
    const file = fileWith(`${ONLY}collector.uname: true\ncollector.time: true\n`);
    const { stdout } = await run(file, `--against=${url}/-/config`, "--format=json");
    const { change, estimated } = JSON.parse(stdout) as { change: Record<string, unknown>; estimated: string[] };
    expect(estimated).toEqual(["time"]);
    expect(change).toMatchObject({ collectorsStarted: ["time"], collectorsStopped: [], seriesBefore: 2 });
    expect(change["familiesAdded"]).toContain("node_time_seconds");
    expect(change["seriesAfter"]).toBeGreaterThan(2);
  });

  it("says that nothing would change", async () => {
    const url = await serve((_request, response) => response.end(JSON.stringify(RUNNING)));
    const { stdout } = await run(fileWith(`${ONLY}collector: {loadavg: true, uname: true}\n`), `--against=${url}`);
    expect(stdout).toContain("\nA reload would change nothing.\n");
  });

  it.each([
    ["no JSON", "up 1\n", /the answer is no JSON/],
    ["other JSON", '{"agent":"node"}', /no agent's configuration/],
    ["another agent", JSON.stringify({ ...RUNNING, agent: "kube" }), /is the agent kube, and the file is for node/],
  ])("ends with 2 for %s", async (_what, body, message) => {
    const url = await serve((_request, response) => response.end(body));
    const { code, stdout, stderr } = await run(fileWith(ONLY), `--against=${url}`);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  it("ends with 2 when nobody answers", async () => {
    const { code, stderr } = await run(fileWith(ONLY), "--against=http://127.0.0.1:1");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sightglass check: error: http:\/\/127\.0\.0\.1:1\/-\/config: .*ECONNREFUSED/);
  });

  it("has help", async () => {
    const { code, stdout } = await run("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("usage: sightglass check [<flags>] CONFIG\n");
    expect(stdout).toContain("Exit codes: 0 the file is right, 1 it is not");
  });
});
