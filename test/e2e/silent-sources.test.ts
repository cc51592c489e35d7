import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";

const folder = mkdtempSync(join(tmpdir(), "sightglass-silent-"));
let agent: HttpServerProcess;

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function pipe(path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  execFileSync("mkfifo", [join(folder, path)]);
}

const PIPES = ["proc/loadavg", "sys/class/hwmon/hwmon0/temp1_input", "sys/class/net/eth0/mtu", "textfiles/job.prom"];

beforeAll(async () => {
  ensureBuilt();
  for (const name of ["meminfo", "stat", "vmstat"]) write(`proc/${name}`, readFileSync(`/proc/${name}`, "utf8"));
  write("proc/1/mountinfo", "");
  write("sys/class/hwmon/hwmon0/name", "coretemp\n");
  write("sys/class/hwmon/hwmon0/temp2_input", "42000\n");
  const device = { address: "02:00:00:00:00:02", carrier: 1, flags: "0x1003", operstate: "up", speed: 1000, type: 1 };
  for (const [name, value] of Object.entries(device)) write(`sys/class/net/eth0/${name}`, `${value}\n`);
  write("textfiles/good.prom", "good 1\n");
  for (const path of PIPES) pipe(path);
  agent = await startAgent({
    flags: [
      `--path.procfs=${folder}/proc`,
      `--path.sysfs=${folder}/sys`,
      `--collector.textfile.directory=${folder}/textfiles`,
    ],
  });
}, 400_000);

afterAll(async () => {
  const ended = await agent?.stop();
  rmSync(folder, { recursive: true, force: true });
  expect(ended).toBe(0);
});

test("collectors whose source never answers time out, and everything else is served at once", async () => {
  for (let time = 0; time < 5; time += 1) {
    const startedAt = performance.now();
    const response = await fetch(`${agent.url}/metrics`, {
      headers: { "x-prometheus-scrape-timeout-seconds": "5" },
      signal: AbortSignal.timeout(10_000),
    });
    const lines = (await response.text()).split("\n");
    expect(response.status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    for (const collector of ["loadavg", "hwmon", "netclass"]) {
      expect(lines).toContain(`node_scrape_collector_status{collector="${collector}",reason="timeout"} 1`);
      expect(lines).toContain(`node_scrape_collector_success{collector="${collector}"} 0`);
    }
    for (const collector of ["meminfo", "stat", "vmstat", "textfile", "time", "uname"]) {
      expect(lines).toContain(`node_scrape_collector_success{collector="${collector}"} 1`);
    }
    expect(lines).toContain("good 1");
    expect(lines.some((line) => line.startsWith("node_memory_MemTotal_bytes "))).toBe(true);
  }
});

test("log and page say which file it is", async () => {
  const page = await (await fetch(agent.url)).text();
  for (const path of PIPES.slice(0, 3)) {
    const told = `${path.slice(path.indexOf("/") + 1)} is a pipe and would not answer`;
    expect(agent.log()).toContain(told);
    expect(page).toContain(told);
  }
});
