import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseExposition, type MetricFamily } from "@sightglass/metrics-registry";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { checkFuse, mountFuse, type FuseMount } from "../servers/fuse-mount.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { createMountNamespace, type Inside, type MountNamespace } from "../servers/mount-namespace.ts";
import { peerProgram } from "../servers/paths.ts";
import { serverDirectory } from "../servers/process.ts";
import { waitFor } from "../servers/wait-for.ts";

const HUNG = 20;
const HEALTHY = 3;
/** Default of --collector.filesystem.mount-timeout. */
const MOUNT_TIMEOUT_MS = 5000;
const SCRAPES = 1000;
/** One thread for each mount, and one for the folder of textfiles on one of them. */
const HELD = HUNG + 1;
/** Limit of the agent's own shutdown, and what it adds when threads hang. */
const SHUTDOWN_MS = 5000 + 1000;

const folder = serverDirectory("hung-mounts");
const hung: FuseMount[] = [];
const healthy: FuseMount[] = [];
let namespace: MountNamespace | undefined;
let agent: Inside<HttpServerProcess>;
let supervisord: Server;
/** Requests that came by name. */
let lookups = 0;

interface Page {
  readonly tookMs: number;
  readonly encoding: string | null;
  readonly families: readonly MetricFamily[];
}

async function scrape(server: HttpServerProcess, query = "", headers: Record<string, string> = {}): Promise<Page> {
  const startedAt = performance.now();
  const response = await fetch(`${server.url}/metrics${query}`, { headers, signal: AbortSignal.timeout(20_000) });
  const text = await response.text();
  expect(response.status).toBe(200);
  return {
    tookMs: performance.now() - startedAt,
    encoding: response.headers.get("content-encoding"),
    families: parseExposition(text, { format: "text" }),
  };
}

/** Values of one family by the value of a label. */
function valuesBy({ families }: Page, name: string, label: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const point of families.find((family) => family.name === name)?.points ?? []) {
    if ("value" in point) values.set(point.labels.find(([own]) => own === label)?.[1] ?? "", point.value);
  }
  return values;
}

/** The label device_error by mount point, for mounts whose device_error is 1. */
function faults({ families }: Page): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const point of families.find(({ name }) => name === "node_filesystem_device_error")?.points ?? []) {
    const labels = new Map(point.labels);
    if ("value" in point && point.value === 1)
      found.set(labels.get("mountpoint") ?? "", labels.get("device_error") ?? "");
  }
  return found;
}

const pointsOf = (mounts: readonly FuseMount[]): readonly string[] => mounts.map(({ mountPoint }) => mountPoint);
const sized = (page: Page, mounts: readonly FuseMount[]): number => {
  const sizes = valuesBy(page, "node_filesystem_size_bytes", "mountpoint");
  return pointsOf(mounts).filter((point) => (sizes.get(point) ?? 0) > 0).length;
};

/** That the hung mounts are reported as upstream does, and the healthy ones have their sizes. */
function expectHung(page: Page): void {
  const found = faults(page);
  expect(pointsOf(hung).map((point) => found.get(point))).toEqual(hung.map(() => "mountpoint timeout"));
  expect(sized(page, hung)).toBe(0);
  expectHealthy(page);
}

function expectHealthy(page: Page): void {
  expect(sized(page, healthy)).toBe(HEALTHY);
  expect(valuesBy(page, "node_scrape_collector_success", "collector").get("filesystem")).toBe(1);
}

/** Names of the series that came from textfiles. */
const textfiles = ({ families }: Page): readonly string[] =>
  families.map(({ name }) => name).filter((name) => name.endsWith("_textfile"));

interface Threads {
  readonly all: number;
  /** Those that wait for the answer of a file system's server. */
  readonly held: number;
}

function threadsOf(pid: number): Threads {
  const places = readdirSync(`/proc/${pid}/task`).map((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/wchan`, "utf8"),
  );
  return { all: places.length, held: places.filter((place) => /fuse|request_wait/.test(place)).length };
}

const startAgent = (flags: readonly string[] = []): Promise<Inside<HttpServerProcess>> =>
  (namespace as MountNamespace).serve(
    (address) => ({
      name: "sightglass-node",
      command: SIGHTGLASS,
      args: ["node", `--web.listen-address=${address}`, ...flags],
    }),
    "/-/healthy",
  );

async function serveSupervisord(): Promise<string> {
  supervisord = createServer((request, answer) => {
    if (request.headers.host?.startsWith("localhost:") === true) lookups += 1;
    const value = "<value><array><data></data></array></value>";
    const text = `<?xml version='1.0'?><methodResponse><params><param>${value}</param></params></methodResponse>`;
    request.resume().once("end", () => answer.setHeader("content-type", "text/xml").end(text));
  });
  await new Promise<void>((resolve) => {
    supervisord.listen(0, "localhost", resolve);
  });
  const address = supervisord.address();
  // A name and not an address: it is looked up by getaddrinfo, in the pool whose threads the mounts hold.
  return `http://localhost:${typeof address === "object" ? address?.port : ""}/RPC2`;
}

beforeAll(async () => {
  checkFuse();
  ensureBuilt();
  const url = await serveSupervisord();
  namespace = await createMountNamespace();
  for (let at = 0; at < HUNG; at += 1) hung.push(await mountFuse(namespace, folder, `hung-${at}`));
  for (let at = 0; at < HEALTHY; at += 1) healthy.push(await mountFuse(namespace, folder, `healthy-${at}`));
  mkdirSync(join(folder, "textfiles"));
  writeFileSync(join(folder, "textfiles/local.prom"), "local_textfile 1\n");
  writeFileSync(join(folder, "hung-0.source/remote.prom"), "remote_textfile 1\n");
  agent = await startAgent([
    "--collector.supervisord",
    `--collector.supervisord.url=${url}`,
    `--collector.textfile.directory=${folder}/textfiles`,
    `--collector.textfile.directory=${folder}/hung-0`,
  ]);
}, 400_000);

afterAll(async () => {
  try {
    for (const mount of hung) mount.recover();
  } finally {
    await namespace?.remove();
    supervisord?.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("all mounts have their sizes while their servers answer", async () => {
  const page = await scrape(agent.outer);
  expect(faults(page)).toEqual(new Map());
  expect(sized(page, hung)).toBe(HUNG);
  expectHealthy(page);
  expect(textfiles(page)).toEqual(["local_textfile", "remote_textfile"]);
});

test("when their servers stop, the first scrape waits for the limit and a second at most, and tells of all at once", async () => {
  for (const mount of hung) mount.hang();
  const page = await scrape(agent.outer);
  expect(page.tookMs).toBeGreaterThan(MOUNT_TIMEOUT_MS - 100);
  expect(page.tookMs).toBeLessThan(MOUNT_TIMEOUT_MS + 1000);
  expectHung(page);
  expect(textfiles(page)).toEqual(["local_textfile"]);
  expect(valuesBy(page, "node_textfile_file_error", "file").get(`${folder}/hung-0`)).toBe(1);
  const succeeded = valuesBy(page, "node_scrape_collector_success", "collector");
  for (const collector of ["cpu", "loadavg", "meminfo", "netdev", "uname"]) {
    expect([collector, succeeded.get(collector)]).toEqual([collector, 1]);
  }
});

test(`${SCRAPES} later scrapes wait for none of them, and hold no more threads`, async () => {
  const before = threadsOf(agent.pid);
  expect(before.held).toBe(HELD);
  let slowest = 0;
  for (let at = 0; at < SCRAPES; at += 1) {
    const page = await scrape(agent.outer, at % 20 === 0 ? "" : "?collect[]=filesystem");
    slowest = Math.max(slowest, page.tookMs);
    if (at % 100 === 0) expectHung(page);
    else expectHealthy(page);
  }
  expect(slowest).toBeLessThan(1000);
  const after = threadsOf(agent.pid);
  expect(after.all).toBeLessThanOrEqual(before.all);
  expect(after.held).toBe(HELD);
}, 120_000);

test("eight scrapers at once get it all, too", async () => {
  const pages = await Promise.all(Array.from({ length: 8 }, () => scrape(agent.outer)));
  for (const page of pages) {
    expect(page.tookMs).toBeLessThan(1000);
    expectHung(page);
  }
});

test("answers are compressed and names looked up meanwhile", async () => {
  const before = lookups;
  const page = await scrape(agent.outer, "", { "accept-encoding": "gzip" });
  expect(page.encoding).toBe("gzip");
  expect(valuesBy(page, "node_scrape_collector_success", "collector").get("supervisord")).toBe(1);
  expect(lookups).toBeGreaterThan(before);
});

test("an agent that starts when they hang already is late once, and never later than the scraper would wait", async () => {
  const { outer, pid } = await startAgent();
  try {
    const first = await scrape(outer, "", { "x-prometheus-scrape-timeout-seconds": "3" });
    expect(first.tookMs).toBeLessThan(3000);
    expectHung(first);
    const second = await scrape(outer);
    expect(second.tookMs).toBeLessThan(MOUNT_TIMEOUT_MS + 1000);
    expectHung(second);
    const third = await scrape(outer);
    expect(third.tookMs).toBeLessThan(1000);
    expectHung(third);
  } finally {
    process.kill(pid, "SIGKILL");
  }
});

/** Noted so that the difference can be read off the test: node_exporter 1.12.1 does not answer its first scrape here. */
test("node_exporter waits for them in its first scrape until the scraper gives up", async () => {
  const { outer, pid } = await (namespace as MountNamespace).serve(
    (address) => ({
      name: "node_exporter",
      command: peerProgram("node_exporter", "current"),
      args: [`--web.listen-address=${address}`],
    }),
    "/",
  );
  try {
    const first = fetch(`${outer.url}/metrics`, { signal: AbortSignal.timeout(MOUNT_TIMEOUT_MS + 3000) });
    await expect(first).rejects.toMatchObject({ name: "TimeoutError" });
  } finally {
    process.kill(pid, "SIGKILL");
  }
});

test("when their servers go on, the mounts have their sizes again", async () => {
  for (const mount of hung) mount.recover();
  await waitFor("all sizes", { timeoutMs: 15_000, intervalMs: 200 }, async () => {
    const page = await scrape(agent.outer);
    return sized(page, hung) === HUNG && faults(page).size === 0 && textfiles(page).length === 2;
  });
  await waitFor("free threads", { timeoutMs: 5000, intervalMs: 50 }, () => threadsOf(agent.pid).held === 0);
});

test("when they hang again, that is noticed again, and SIGTERM ends the program within its limit", async () => {
  for (const mount of hung) mount.hang();
  expectHung(await scrape(agent.outer));
  expect(threadsOf(agent.pid).held).toBe(HELD);
  const startedAt = performance.now();
  process.kill(agent.pid, "SIGTERM");
  await waitFor("the agent's end", { timeoutMs: SHUTDOWN_MS + 2000, intervalMs: 20 }, () => !agent.outer.isRunning());
  expect(performance.now() - startedAt).toBeLessThan(SHUTDOWN_MS);
  expect(agent.outer.log()).toContain("Stopping");
});
