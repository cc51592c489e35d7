import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { hwmon } from "../../src/collectors/hwmon.ts";
import { collectOnce, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const CLASS = "sys/class/hwmon";
const FILES = {
  [`${CLASS}/hwmon0/name`]: "cpu_thermal\n",
  [`${CLASS}/hwmon0/temp1_input`]: "42000\n",
  [`${CLASS}/hwmon0/temp1_label`]: "Core 0\n",
  [`${CLASS}/hwmon1/name`]: "nct6779\n",
  [`${CLASS}/hwmon1/fan1_input`]: "1098\n",
  [`${CLASS}/hwmon1/fan2_input`]: "N/A\n",
  [`${CLASS}/hwmon1/energy1_input`]: "1500000\n",
};

test("chips, sensors, labels and units", async () => {
  const run = await collectOnce(hwmon, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual([
    'node_hwmon_chip_names{chip="cpu_thermal",chip_name="cpu_thermal"} 1',
    'node_hwmon_chip_names{chip="nct6779",chip_name="nct6779"} 1',
    'node_hwmon_energy_joule_total{chip="nct6779",sensor="energy1"} 1.5',
    'node_hwmon_fan_rpm{chip="nct6779",sensor="fan1"} 1098',
    'node_hwmon_sensor_label{chip="cpu_thermal",label="Core 0",sensor="temp1"} 1',
    'node_hwmon_temp_celsius{chip="cpu_thermal",sensor="temp1"} 42',
  ]);
  expect(run.types.get("node_hwmon_energy_joule_total")).toBe("counter");
  expect(run.types.get("node_hwmon_temp_celsius")).toBe("gauge");
});

test.each([
  [{ chipInclude: matcher("cpu") }, ["cpu_thermal"]],
  [{ chipExclude: matcher("^cpu_thermal$") }, ["nct6779"]],
  [{ chipInclude: matcher("."), chipExclude: matcher("nct") }, ["cpu_thermal"]],
])("chips are chosen by their label", async (options, chips) => {
  const run = await collectOnce(hwmon, options, fixtureHost(temporaryTree(FILES)));
  const names = run.samples.filter(({ name }) => name === "node_hwmon_chip_names");
  expect(names.map(({ labels }) => /chip="([^"]*)"/.exec(labels)?.[1])).toEqual(chips);
});

test.each([
  [{ sensorInclude: matcher("^nct6779;fan1$") }, ["fan1"]],
  [{ sensorExclude: matcher("energy|temp") }, ["fan1"]],
])("sensors are chosen by chip and sensor", async (options, sensors) => {
  const run = await collectOnce(hwmon, options, fixtureHost(temporaryTree(FILES)));
  expect(new Set(run.samples.flatMap(({ labels }) => /sensor="([^"]*)"/.exec(labels)?.[1] ?? []))).toEqual(
    new Set(sensors),
  );
});

test("readings are new at every scrape, and a device in the place of another is noticed", async () => {
  const folder = temporaryTree(FILES);
  const instance = instantiate(hwmon, {}, fixtureHost(folder));
  const temperatures = async (): Promise<readonly string[]> =>
    (await instance.collect()).lines.filter((line) => line.startsWith("node_hwmon_temp"));
  expect(await temperatures()).toEqual(['node_hwmon_temp_celsius{chip="cpu_thermal",sensor="temp1"} 42']);
  writeFileSync(join(folder, CLASS, "hwmon0/temp1_input"), "43000\n");
  expect(await temperatures()).toEqual(['node_hwmon_temp_celsius{chip="cpu_thermal",sensor="temp1"} 43']);
  writeFileSync(join(folder, CLASS, "hwmon0/name"), "nvme\n");
  writeFileSync(join(folder, CLASS, "hwmon0/temp1_max"), "80000\n");
  expect(await temperatures()).toEqual([
    'node_hwmon_temp_celsius{chip="nvme",sensor="temp1"} 43',
    'node_hwmon_temp_max_celsius{chip="nvme",sensor="temp1"} 80',
  ]);
  rmSync(join(folder, CLASS, "hwmon0"), { recursive: true });
  expect(await temperatures()).toEqual([]);
});

test("a file that a driver adds later is found within ten scrapes", async () => {
  const folder = temporaryTree(FILES);
  const instance = instantiate(hwmon, {}, fixtureHost(folder));
  await instance.collect();
  writeFileSync(join(folder, CLASS, "hwmon0/temp2_input"), "50000\n");
  let scrapes = 0;
  let found = false;
  while (!found && scrapes < 20) {
    scrapes += 1;
    found = (await instance.collect()).lines.some((line) => line.includes('sensor="temp2"'));
  }
  expect(found).toBe(true);
  expect(scrapes).toBeLessThanOrEqual(10);
});

test("no class is no data, an empty one is nothing", async () => {
  await expect(collectOnce(hwmon, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
  expect((await collectOnce(hwmon, {}, fixtureHost(temporaryTree({ [`${CLASS}/`]: "" })))).lines).toEqual([]);
});

test("a slow chip is read on the pool from the third scrape on, and the others stay where they are", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  const read: string[] = [];
  const waiting = new Int32Array(new SharedArrayBuffer(4));
  const sys = {
    ...host.sys,
    // What a chip on a slow bus does; no file of a test can take its time.
    number: (path: string): number | undefined => {
      read.push(path);
      if (path.includes("hwmon0/")) Atomics.wait(waiting, 0, 0, 60);
      return host.sys.number(path);
    },
  };
  const instance = instantiate(hwmon, {}, { ...host, sys });
  const first = await instance.collect();
  await instance.collect();
  read.length = 0;
  const third = await instance.collect();
  expect(third.lines).toEqual(first.lines);
  expect(read.filter((path) => path.includes("hwmon0/"))).toEqual([]);
  expect(read.length).toBeGreaterThan(0);
});
