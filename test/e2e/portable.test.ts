import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseExposition, type MetricFamily } from "@sightglass/metrics-registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { serverDirectory } from "../servers/process.ts";

/** Files of the library that starts shells, as a process has loaded them; written when the process ends. */
const PROBE = `
process.on("exit", () => {
  const loaded = Object.keys(require.cache).filter((path) => path.includes("systeminformation"));
  require("node:fs").writeFileSync(process.env.LOADED_MODULES, JSON.stringify(loaded));
});
`;

/** Samples by series, \`name{labels}\` with sorted labels. */
type Series = ReadonlyMap<string, number>;

function seriesOf(families: readonly MetricFamily[]): Series {
  const series = new Map<string, number>();
  for (const { name, points } of families) {
    for (const point of points) {
      if (!("value" in point) || typeof point.value !== "number") continue;
      const labels = point.labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).toSorted();
      series.set(`${name}{${labels.join(",")}}`, point.value);
    }
  }
  return series;
}

async function scrape(agent: HttpServerProcess): Promise<Series> {
  const response = await fetch(`${agent.url}/metrics`, { signal: AbortSignal.timeout(20_000) });
  return seriesOf(parseExposition(await response.text(), { format: "text" }));
}

interface Started {
  readonly agent: HttpServerProcess;
  readonly loaded: () => readonly string[];
}

async function start(name: string, flags: readonly string[]): Promise<Started> {
  const folder = serverDirectory(`portable-${name}`);
  const probe = join(folder, "probe.cjs");
  const loaded = join(folder, "loaded.json");
  writeFileSync(probe, PROBE);
  const env = { NODE_OPTIONS: `--require=${probe}`, LOADED_MODULES: loaded };
  const agent = await startAgent({ flags, env });
  return { agent, loaded: () => JSON.parse(readFileSync(loaded, "utf8")) as readonly string[] };
}

let native: Started;
let portable: Started;
let [before, asked, after]: [Series, Series, Series] = [new Map(), new Map(), new Map()];

beforeAll(async () => {
  ensureBuilt();
  native = await start("native", []);
  portable = await start("portable", ["--host.provider=portable"]);
  before = await scrape(native.agent);
  asked = await scrape(portable.agent);
  after = await scrape(native.agent);
}, 500_000);

afterAll(async () => {
  await native?.agent.stop();
  await portable?.agent.stop();
});

const named = (series: Series, pattern: RegExp): readonly string[] =>
  [...series.keys()].filter((key) => pattern.test(key)).toSorted();

/** The portable value of a counter lies between those of two native scrapes around it, less what rounding takes. */
function expectBetween(keys: readonly string[], slack: number): void {
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) {
    const value = asked.get(key) ?? Number.NaN;
    expect(value, key).toBeGreaterThanOrEqual((before.get(key) ?? Number.NaN) - slack);
    expect(value, key).toBeLessThanOrEqual((after.get(key) ?? Number.NaN) + slack);
  }
}

/** The portable value differs from the native one by at most a part of a whole. */
function expectNear(key: string, tolerance: number): void {
  const value = asked.get(key) ?? Number.NaN;
  const nearest = Math.min(...[before, after].map((series) => Math.abs((series.get(key) ?? Number.NaN) - value)));
  expect(nearest, key).toBeLessThanOrEqual(tolerance);
}

describe("the portable collectors give the native ones' series on this machine", () => {
  test("times of CPUs: the same CPUs, five of the modes, within half a second", () => {
    const modes = /^node_cpu_seconds_total\{.*mode="(?:user|nice|system|idle|irq)"\}/;
    const keys = named(asked, /^node_cpu_seconds_total/);
    expect(keys).toEqual(named(before, modes));
    expectBetween(keys, 0.5);
  });

  test("memory: the same names, within 5 % of the memory; its size to the byte", () => {
    const keys = named(asked, /^node_memory_/);
    expect(keys).toHaveLength(11);
    const total = before.get("node_memory_MemTotal_bytes{}") ?? 0;
    expect(asked.get("node_memory_MemTotal_bytes{}")).toBe(total);
    for (const key of keys) expectNear(key, total / 20);
  });

  test("loads: within 1", () => {
    for (const name of ["node_load1{}", "node_load5{}", "node_load15{}"]) expectNear(name, 1);
  });

  test("file systems: those that are no memory, with size to a kibibyte and space within 2 %", () => {
    const size = /^node_filesystem_size_bytes\{/;
    const hasDevice = (key: string): boolean => !/fstype="(?:tmpfs|ramfs)"/.test(key);
    const keys = named(asked, size);
    const all = named(before, size);
    for (const key of keys) expect(all).toContain(key);
    // The tools show one mount of each device, and leave out what has no size or lives in memory.
    const devices = (list: readonly string[]) => [
      ...new Set(list.map((key) => /device="([^"]*)"/.exec(key)?.[1] ?? "")),
    ];
    const expected = devices(all.filter((key) => hasDevice(key) && (before.get(key) ?? 0) > 0));
    expect(devices(keys)).toEqual(expected);
    expect(keys).toHaveLength(expected.length);
    for (const key of keys) {
      expectNear(key, 1024);
      const whole = asked.get(key) ?? 0;
      for (const what of ["free", "avail"]) expectNear(key.replace("_size_", `_${what}_`), whole / 50);
      expectNear(key.replace("_size_bytes", "_readonly"), 0);
      expectNear(key.replace("_size_bytes", "_device_error"), 0);
    }
  });

  test("disks: the sum lies between the native sums around it, within 1 %", () => {
    const sum = (series: Series, name: string): number =>
      named(series, new RegExp(`^${name}\\{`)).reduce((total, key) => total + (series.get(key) ?? 0), 0);
    for (const name of [
      "node_disk_reads_completed_total",
      "node_disk_writes_completed_total",
      "node_disk_read_time_seconds_total",
      "node_disk_write_time_seconds_total",
    ]) {
      const value = asked.get(`${name}{device="all"}`) ?? Number.NaN;
      expect(value, name).toBeGreaterThanOrEqual(sum(before, name) * 0.99);
      expect(value, name).toBeLessThanOrEqual(sum(after, name) * 1.01);
    }
    // Bytes are those of mounted disks, which are some of all.
    for (const name of ["node_disk_read_bytes_total", "node_disk_written_bytes_total"]) {
      const value = asked.get(`${name}{device="all"}`) ?? Number.NaN;
      expect(value, name).toBeGreaterThan(0);
      expect(value, name).toBeLessThanOrEqual(sum(after, name) * 1.01);
    }
  });

  test("network devices: those with an address, between two native scrapes", () => {
    const keys = named(asked, /^node_network_(?:receive|transmit)_/);
    expect(keys.length).toBeGreaterThanOrEqual(6);
    expectBetween(keys, 0);
  });

  test("kernel and host names are the same, clock and start of the machine within two seconds", () => {
    expect(named(asked, /^node_uname_info/)).toEqual(named(before, /^node_uname_info/));
    expect(named(asked, /^node_time_zone_offset_seconds/)).toEqual(named(before, /^node_time_zone_offset_seconds/));
    expectBetween(["node_time_seconds{}"], 0);
    expectNear("node_boot_time_seconds{}", 2);
  });

  test("the operating system: the labels that the tools tell are those of os-release", () => {
    const label = (series: Series, name: string): string | undefined =>
      new RegExp(`[{,]${name}="([^"]*)"`).exec(named(series, /^node_os_info/)[0] ?? "")?.[1];
    for (const name of ["name", "version_id", "version_codename"]) {
      expect(label(asked, name), name).toBe(label(before, name));
    }
  });
});

test("the library is loaded where it was chosen, and on Linux by default it is not", async () => {
  await native.agent.stop();
  await portable.agent.stop();
  expect(native.loaded()).toEqual([]);
  expect(portable.loaded().length).toBeGreaterThan(0);
}, 60_000);
