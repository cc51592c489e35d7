import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { startHttpServer, type HttpServerProcess } from "../servers/http-server.ts";
import { waitFor } from "../servers/wait-for.ts";

const NOBODY = ["--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all", "--no-new-privs"];

const folder = mkdtempSync(join(tmpdir(), "sightglass-unprivileged-"));
const running: HttpServerProcess[] = [];

beforeAll(() => {
  if (process.getuid?.() !== 0) throw new Error("another user's program can be started as root only");
  ensureBuilt();
  chmodSync(folder, 0o755);
}, 400_000);

afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function startAsNobody(flags: readonly string[]): Promise<HttpServerProcess> {
  const agent = await startHttpServer(
    (address) => ({
      name: "sightglass-node",
      command: "setpriv",
      args: [...NOBODY, SIGHTGLASS, "node", `--web.listen-address=${address}`, ...flags],
    }),
    { path: "/-/healthy" },
  );
  running.push(agent);
  return agent;
}

const textOf = async (url: string): Promise<string> =>
  (await fetch(url, { signal: AbortSignal.timeout(10_000) })).text();

test("before anybody scrapes, log and page list what an ordinary user may not have, and what would give it", async () => {
  const agent = await startAsNobody(["--collector.slabinfo"]);
  const remedy = "/proc/slabinfo is readable by root only: run as root or give CAP_DAC_READ_SEARCH";
  await waitFor("the survey", { timeoutMs: 15_000, intervalMs: 50 }, () => agent.log().includes(remedy));
  const page = await textOf(agent.url);
  expect(page).toContain("Missing on this machine");
  expect(page).toContain(`<strong>slabinfo</strong>: ${remedy}`);
  for (let scrape = 0; scrape < 3; scrape += 1) {
    const lines = (await textOf(`${agent.url}/metrics`)).split("\n");
    expect(lines).toContain('node_scrape_collector_status{collector="slabinfo",reason="denied"} 1');
    // No such hardware is another thing, and so is a collector that works.
    if (!existsSync("/sys/class/infiniband")) {
      expect(lines).toContain('node_scrape_collector_status{collector="infiniband",reason="no_data"} 1');
    }
    expect(lines).toContain('node_scrape_collector_status{collector="meminfo",reason="ok"} 1');
  }
  const about = agent
    .log()
    .split("\n")
    .filter((line) => line.includes(remedy));
  expect(about).toHaveLength(1);
  expect(about[0]).toMatch(/level=WARN msg="Collector may not read its source" name=slabinfo /);
  expect(agent.log()).not.toContain("infiniband does not exist");
});

test("a pod without the host's mounts says at its start which to add", async () => {
  const agent = await startAsNobody([
    `--path.procfs=${folder}/proc`,
    `--path.sysfs=${folder}/sys`,
    `--path.rootfs=${folder}/root`,
  ]);
  const page = await textOf(agent.url);
  for (const [flag, what] of [
    [`--path.procfs=${folder}/proc`, "mount the host's /proc there"],
    [`--path.sysfs=${folder}/sys`, "mount the host's /sys there"],
    [`--path.rootfs=${folder}/root`, "mount the host's / there"],
  ] as const) {
    const told = agent
      .log()
      .split("\n")
      .filter((line) => line.includes("A part of the machine cannot be seen") && line.includes(flag));
    expect([flag, told.length]).toEqual([flag, 1]);
    expect(told[0]).toContain(what);
    expect(page).toContain(flag);
    expect(page).toContain(what.replaceAll("'", "&#39;"));
  }
});

test("a system call that is refused is named once, with what would allow it", async () => {
  const agent = await startAsNobody(["--collector.perf"]);
  const page = await textOf(`${agent.url}/metrics`);
  const status = /node_scrape_collector_status\{collector="perf",reason="(\w+)"\} 1/.exec(page)?.[1];
  // Refused to an ordinary user, or not known to this kernel; where perf events are open to all there is nothing to tell.
  expect(["denied", "unsupported", "no_data", "ok"]).toContain(status);
  const told = agent
    .log()
    .split("\n")
    .filter((line) => /msg="Collector (may not read its source|cannot work here)" name=perf /.test(line));
  expect(told).toHaveLength(status === "denied" || status === "unsupported" ? 1 : 0);
});
