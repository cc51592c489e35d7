import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { rapl } from "../../src/collectors/rapl.ts";
import type { Host } from "../../src/host.ts";
import { collectOnce, collectPart, fixtureHost, instantiate } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FILES = {
  "sys/class/powercap/intel-rapl/enabled": "1\n",
  "sys/class/powercap/intel-rapl:0/name": "package-0\n",
  "sys/class/powercap/intel-rapl:0/energy_uj": "1500000\n",
  "sys/class/powercap/intel-rapl:0:0/name": "dram\n",
  "sys/class/powercap/intel-rapl:0:0/energy_uj": "250000\n",
  "sys/class/powercap/intel-rapl:1/name": "package-1\n",
  "sys/class/powercap/intel-rapl:1/energy_uj": "3000000\n",
  "sys/class/powercap/intel-rapl:1:0/name": "dram\n",
  "sys/class/powercap/intel-rapl:1:0/energy_uj": "0\n",
  "sys/class/powercap/psys/name": "package-0-die-1\n",
  "sys/class/powercap/psys/energy_uj": "1000000\n",
};

/** What an ordinary user gets for the counters since CVE-2020-8694; a test that runs as root cannot be refused. */
function denying(host: Host, refuses: (path: string) => boolean): Host {
  const { sys } = host;
  const denied = { ...sys };
  denied.number = (path) => (refuses(path) ? undefined : sys.number(path));
  denied.text = (path) => {
    if (refuses(path)) throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    return sys.text(path);
  };
  return { ...host, sys: denied };
}

test("a family for each zone name, numbered zones by their number", async () => {
  const folder = temporaryTree(FILES);
  const run = await collectOnce(rapl, {}, fixtureHost(folder));
  const base = `${folder}/sys/class/powercap`;
  expect(run.lines).toEqual([
    `node_rapl_dram_joules_total{index="0",path="${base}/intel-rapl:0:0"} 0.25`,
    `node_rapl_dram_joules_total{index="1",path="${base}/intel-rapl:1:0"} 0`,
    `node_rapl_package_0_die_1_joules_total{index="0",path="${base}/psys"} 1`,
    `node_rapl_package_joules_total{index="0",path="${base}/intel-rapl:0"} 1.5`,
    `node_rapl_package_joules_total{index="1",path="${base}/intel-rapl:1"} 3`,
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["counter"]));
});

test("one family with the zone as a label when asked for", async () => {
  const folder = temporaryTree(FILES);
  const run = await collectOnce(rapl, { zoneLabel: true }, fixtureHost(folder));
  const base = `${folder}/sys/class/powercap`;
  expect(run.lines).toContain(`node_rapl_joules_total{index="1",path="${base}/intel-rapl:1",rapl_zone="package"} 3`);
  expect(run.samples.map(({ name }) => name)).toEqual(Array.from({ length: 5 }, () => "node_rapl_joules_total"));
});

test("zones that come and go are noticed", async () => {
  const folder = temporaryTree(FILES);
  const instance = instantiate(rapl, {}, fixtureHost(folder));
  expect((await instance.collect()).lines).toHaveLength(5);
  rmSync(join(folder, "sys/class/powercap/psys"), { recursive: true });
  expect((await instance.collect()).lines).toHaveLength(4);
  writeFileSync(join(folder, "sys/class/powercap/intel-rapl:1/energy_uj"), "4000000");
  expect((await instance.collect()).samples.map(({ value }) => value)).toContain(4);
});

test("no class is no data", async () => {
  await expect(collectOnce(rapl, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});

test("counters that only root may read are denied, and the message says what would help", async () => {
  const host = denying(fixtureHost(temporaryTree(FILES)), (path) => path.endsWith("energy_uj"));
  const run = collectOnce(rapl, {}, host);
  await expect(run).rejects.toThrow(DeniedError);
  await expect(run).rejects.toThrow("CAP_DAC_READ_SEARCH");
});

test("what was read before a failure is kept", async () => {
  const host = denying(fixtureHost(temporaryTree(FILES)), (path) => path.includes("intel-rapl:1/"));
  const part = await collectPart(rapl, {}, host);
  expect(part.samples.map(({ name }) => name)).toEqual([
    "node_rapl_package_joules_total",
    "node_rapl_dram_joules_total",
  ]);
  expect(part.error).toContain("intel-rapl:1/energy_uj");
});

test("a counter that is no number is an error", async () => {
  const files = { ...FILES, "sys/class/powercap/intel-rapl:0/energy_uj": "broken\n" };
  await expect(collectOnce(rapl, {}, fixtureHost(temporaryTree(files)))).rejects.toThrow('holds "broken"');
});
