import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseExposition } from "@sightglass/metrics-registry";
import { perf } from "../../packages/node-exporter/src/collectors/perf.ts";
import { closeHost, createHost } from "../../packages/node-exporter/src/create-host.ts";
import { instantiate } from "../../packages/node-exporter/test/support/collect.ts";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { startHttpServer, type HttpServerProcess } from "../servers/http-server.ts";
import { peerProgram } from "../servers/paths.ts";

const FLAGS = ["--collector.disable-defaults", "--collector.perf", "--log.level=debug"];
const NODE_EXPORTER = peerProgram("node_exporter", "current");
const TRACED = "--collector.perf.tracepoint=sched:sched_switch";
/** Mounts tracefs where only the command sees it, and becomes that command. */
const WITH_TRACEFS = ["--mount", "sh", "-c", 'mount -t tracefs tracefs /sys/kernel/tracing && exec "$0" "$@"'];

const startOurs = (flags: readonly string[], prefix: readonly string[] = []): Promise<HttpServerProcess> =>
  startHttpServer(
    (address) => {
      const [command = "", ...args] = [
        ...prefix,
        SIGHTGLASS,
        "node",
        `--web.listen-address=${address}`,
        ...FLAGS,
        ...flags,
      ];
      return { name: "perf-ours", command, args };
    },
    { path: "/-/healthy" },
  );

const startTheirs = (flags: readonly string[], prefix: readonly string[] = []): Promise<HttpServerProcess> =>
  startHttpServer(
    (address) => {
      const [command = "", ...args] = [...prefix, NODE_EXPORTER, `--web.listen-address=${address}`, ...FLAGS, ...flags];
      return { name: "perf-theirs", command, args };
    },
    { path: "/" },
  );

interface Page {
  readonly samples: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<string, string>;
  /** Of our collector. */
  readonly reason: string | undefined;
}

async function scrape({ url }: HttpServerProcess): Promise<Page> {
  const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5000) });
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  let reason: string | undefined;
  for (const { name, type, points } of parseExposition(await answer.text(), { format: "text" })) {
    for (const point of points) {
      if (!("value" in point)) continue;
      const labels = new Map(point.labels);
      if (name === "node_scrape_collector_status" && labels.get("collector") === "perf") reason = labels.get("reason");
      if (!name.startsWith("node_perf_")) continue;
      types.set(name, type);
      samples.set(`${name}{cpu=${labels.get("cpu")}}`, point.value);
    }
  }
  return { samples, types, reason };
}

/** Something that faults, switches and migrates on all CPUs. */
function work(): void {
  const children = `for i in 1 2 3 4; do ${process.execPath} -e 0 & done; wait`;
  expect(spawnSync("sh", ["-c", children], { timeout: 30_000 }).status).toBe(0);
}

/** Descriptors of perf events that a process has. */
const openEvents = (pid: number): number =>
  readdirSync(`/proc/${pid}/fd`).filter((descriptor) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${descriptor}`).includes("perf_event");
    } catch {
      return false;
    }
  }).length;

/** How far each series moved: ours between two scrapes of theirs, so that ours can have moved no further. */
async function movements(ours: HttpServerProcess, theirs: HttpServerProcess) {
  const theirFirst = await scrape(theirs);
  const ourFirst = await scrape(ours);
  work();
  const ourSecond = await scrape(ours);
  const theirSecond = await scrape(theirs);
  const moved = (first: Page, second: Page) =>
    new Map([...second.samples].map(([series, value]) => [series, value - (first.samples.get(series) ?? Number.NaN)]));
  return { ours: moved(ourFirst, ourSecond), theirs: moved(theirFirst, theirSecond) };
}

const sum = (moved: ReadonlyMap<string, number>, name: string): number =>
  [...moved].reduce((total, [series, value]) => (series.startsWith(`${name}{`) ? total + value : total), 0);

beforeAll(() => ensureBuilt(), 500_000);

describe("with the right to count", () => {
  let ours: HttpServerProcess;
  let theirs: HttpServerProcess;

  beforeAll(async () => {
    const prefix = ["unshare", ...WITH_TRACEFS];
    [ours, theirs] = await Promise.all([startOurs([TRACED], prefix), startTheirs([TRACED], prefix)]);
  }, 100_000);
  afterAll(async () => {
    await Promise.all([ours?.stop(), theirs?.stop()]);
  });

  test("has node_exporter's families, types and CPUs", async () => {
    const [mine, upstream] = [await scrape(ours), await scrape(theirs)];
    expect(mine.reason).toBe("ok");
    expect(mine.types).toEqual(upstream.types);
    expect([...mine.samples.keys()].toSorted()).toEqual([...upstream.samples.keys()].toSorted());
    expect([...mine.types.keys()]).toEqual(
      expect.arrayContaining([
        "node_perf_context_switches_total",
        "node_perf_cpu_migrations_total",
        "node_perf_major_faults_total",
        "node_perf_minor_faults_total",
        "node_perf_page_faults_total",
        "node_perf_sched_sched_switch",
      ]),
    );
  });

  test("counts what node_exporter counts", async () => {
    const moved = await movements(ours, theirs);
    for (const [series, value] of moved.ours) {
      expect(value, series).toBeGreaterThanOrEqual(0);
      expect(value, series).toBeLessThanOrEqual(moved.theirs.get(series) ?? Number.NaN);
    }
    // Four processes of Node take thousands of pages.
    expect(sum(moved.ours, "node_perf_page_faults_total")).toBeGreaterThan(4000);
    expect(sum(moved.ours, "node_perf_sched_sched_switch")).toBeGreaterThan(20);
    // Read one after the other, while pages are faulted in.
    const parts = sum(moved.ours, "node_perf_minor_faults_total") + sum(moved.ours, "node_perf_major_faults_total");
    expect(Math.abs(sum(moved.ours, "node_perf_page_faults_total") - parts)).toBeLessThan(parts / 10);
  });

  test("events are opened once", async () => {
    const before = openEvents(ours.pid);
    expect(before).toBeGreaterThan(0);
    for (let at = 0; at < 5; at += 1) await scrape(ours);
    expect(openEvents(ours.pid)).toBe(before);
  });
});

test("events are closed with the host, and a collector that is asked afterwards reads nothing of others' files", async () => {
  const before = openEvents(process.pid);
  const host = createHost();
  const instance = instantiate(perf, {}, host);
  const { samples } = await instance.collect();
  expect(openEvents(process.pid) - before).toBeGreaterThanOrEqual(samples.length);
  expect(samples.length).toBeGreaterThan(0);
  closeHost(host);
  expect(openEvents(process.pid)).toBe(before);
  expect((await instance.collect()).samples).toEqual([]);
});

describe("flags", () => {
  test("choose CPUs and events as node_exporter's do", async () => {
    const flags = [
      "--collector.perf.cpus=0",
      "--collector.perf.software-profilers=PageFault",
      "--collector.perf.software-profilers=NoSuchProfiler",
      "--collector.perf.disable-hardware-profilers",
      "--collector.perf.disable-cache-profilers",
    ];
    const servers = await Promise.all([startOurs(flags), startTheirs(flags)]);
    const [mine, upstream] = await Promise.all(servers.map(scrape));
    expect([...(mine?.samples.keys() ?? [])]).toEqual(["node_perf_page_faults_total{cpu=0}"]);
    expect(mine?.types).toEqual(upstream?.types);
    expect(servers.map((server) => server.log().includes("Unknown software profiler: NoSuchProfiler"))).toEqual([
      true,
      true,
    ]);
    await Promise.all(servers.map((server) => server.stop()));
  });

  test.each([
    ["a list of CPUs that is none", ["--collector.perf.cpus=0-x"], "--collector.perf.cpus=0-x"],
    ["a tracepoint without an event", ["--collector.perf.tracepoint=sched"], "invalid tracepoint config sched"],
    ["a tracepoint that does not exist", ["--collector.perf.tracepoint=sched:no_such"], "sched:no_such"],
  ])("%s stops the start of both, ours with the reason and theirs with a panic", (_what, flags, message) => {
    const run = (command: string, args: readonly string[]) =>
      spawnSync(
        "unshare",
        [...WITH_TRACEFS, command, ...args, "--web.listen-address=127.0.0.1:0", ...FLAGS, ...flags],
        {
          encoding: "utf8",
          timeout: 20_000,
        },
      );
    const ours = run(SIGHTGLASS, ["node"]);
    const theirs = run(NODE_EXPORTER, []);
    expect([ours.status, theirs.status]).toEqual([1, 2]);
    expect(theirs.stderr).toContain("panic: ");
    expect(ours.stderr + ours.stdout).toContain(message);
  });
});

describe("without", () => {
  test("an event on a CPU that does not exist, the start goes on as node_exporter's does, and the reason is told", async () => {
    const flags = ["--collector.perf.cpus=4000"];
    const servers = await Promise.all([startOurs(flags), startTheirs(flags)]);
    const [mine, upstream] = await Promise.all(servers.map(scrape));
    expect([mine?.samples.size, upstream?.samples.size, mine?.reason]).toEqual([0, 0, "no_data"]);
    expect(servers[0].log()).toContain("the kernel cannot count these events on these CPUs");
    await Promise.all(servers.map((server) => server.stop()));
  });

  test("the capability, what would give it is told", async () => {
    const prefix = ["setpriv", "--bounding-set=-perfmon,-sys_admin", "--inh-caps=-perfmon,-sys_admin"];
    const ours = await startOurs([], prefix);
    const { samples, reason } = await scrape(ours);
    const paranoid = Number(readFileSync("/proc/sys/kernel/perf_event_paranoid", "utf8"));
    if (paranoid > 0) {
      expect([samples.size, reason]).toEqual([0, "denied"]);
      expect(ours.log()).toContain(`kernel.perf_event_paranoid is ${paranoid}`);
      expect(ours.log()).toContain("CAP_PERFMON");
    } else expect(reason).toBe("ok");
    await ours.stop();
  });
});
