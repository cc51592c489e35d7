import { writeFileSync } from "node:fs";
import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { cpu } from "../../src/collectors/cpu.ts";
import { collectOnce, collectPart, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const STAT = "cpu  1 2 3 4\ncpu0 100 200 300 400 500 600 700 800 900 1000\nintr 1\n";
const SECONDS = [
  'node_cpu_seconds_total{cpu="0",mode="idle"} 4',
  'node_cpu_seconds_total{cpu="0",mode="iowait"} 5',
  'node_cpu_seconds_total{cpu="0",mode="irq"} 6',
  'node_cpu_seconds_total{cpu="0",mode="nice"} 2',
  'node_cpu_seconds_total{cpu="0",mode="softirq"} 7',
  'node_cpu_seconds_total{cpu="0",mode="steal"} 8',
  'node_cpu_seconds_total{cpu="0",mode="system"} 3',
  'node_cpu_seconds_total{cpu="0",mode="user"} 1',
];
const GUEST = [
  'node_cpu_guest_seconds_total{cpu="0",mode="nice"} 10',
  'node_cpu_guest_seconds_total{cpu="0",mode="user"} 9',
];

const CPUS = "sys/devices/system/cpu";
const SYS = {
  [`${CPUS}/isolated`]: "1,3-4\n",
  [`${CPUS}/cpu0/online`]: "1\n",
  [`${CPUS}/cpu0/topology/physical_package_id`]: "0\n",
  [`${CPUS}/cpu0/topology/core_id`]: "2\n",
  [`${CPUS}/cpu0/thermal_throttle/core_throttle_count`]: "5\n",
  [`${CPUS}/cpu0/thermal_throttle/package_throttle_count`]: "30\n",
  [`${CPUS}/cpu1/online`]: "0\n",
};
const FROM_SYS = [
  'node_cpu_core_throttles_total{core="2",package="0"} 5',
  'node_cpu_isolated{cpu="1"} 1',
  'node_cpu_isolated{cpu="3"} 1',
  'node_cpu_isolated{cpu="4"} 1',
  'node_cpu_online{cpu="0"} 1',
  'node_cpu_online{cpu="1"} 0',
  'node_cpu_package_throttles_total{package="0"} 30',
];
const CPUINFO =
  "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 142\nmodel name\t: i7\nstepping\t: 10\n" +
  "microcode\t: 0xb4\ncpu MHz\t\t: 800\ncache size\t: 8192 KB\nphysical id\t: 0\ncore id\t\t: 2\n" +
  "flags\t\t: fpu aes avx2\nbugs\t\t: mds spectre_v1\n";

test("exposes times, and without sysfs nothing else", async () => {
  const run = await collectOnce(cpu, {}, fixtureHost(temporaryTree({ "proc/stat": STAT })));
  expect(run.lines).toEqual([...GUEST, ...SECONDS].toSorted());
  expect(run.types.get("node_cpu_seconds_total")).toBe("counter");
});

test("leaves guest times out when told so", async () => {
  const run = await collectOnce(cpu, { guest: false }, fixtureHost(temporaryTree({ "proc/stat": STAT })));
  expect(run.lines).toEqual(SECONDS);
});

test("exposes isolation, online state and throttling", async () => {
  const run = await collectOnce(cpu, {}, fixtureHost(temporaryTree({ "proc/stat": STAT, ...SYS })));
  expect(run.lines).toEqual([...GUEST, ...SECONDS, ...FROM_SYS].toSorted());
  expect(run.types.get("node_cpu_isolated")).toBe("gauge");
  expect(run.types.get("node_cpu_core_throttles_total")).toBe("counter");
});

test("a pattern for flags implies the information", async () => {
  const host = fixtureHost(temporaryTree({ "proc/stat": STAT, "proc/cpuinfo": CPUINFO }));
  const run = await collectOnce(cpu, { flagsInclude: matcher("^(aes|avx.?)$") }, host);
  expect(run.lines.filter((line) => /info|hertz/.test(line))).toEqual([
    'node_cpu_flag_info{flag="aes"} 1',
    'node_cpu_flag_info{flag="avx2"} 1',
    'node_cpu_frequency_hertz{core="2",cpu="0",package="0"} 800000000',
    'node_cpu_info{cachesize="8192 KB",core="2",cpu="0",family="6",microcode="0xb4",model="142",model_name="i7",package="0",stepping="10",vendor="GenuineIntel"} 1',
  ]);
  const bugs = await collectOnce(cpu, { bugsInclude: matcher("^mds$") }, host);
  expect(bugs.lines.filter((line) => /flag|bug/.test(line))).toEqual(['node_cpu_bug_info{bug="mds"} 1']);
});

test("the information alone names no flags", async () => {
  const host = fixtureHost(temporaryTree({ "proc/stat": STAT, "proc/cpuinfo": CPUINFO }));
  const run = await collectOnce(cpu, { info: true }, host);
  expect([...run.types.keys()].filter((name) => /flag|bug/.test(name))).toEqual([]);
  expect(run.types.has("node_cpu_info")).toBe(true);
});

test("times never go back between scrapes", async () => {
  const folder = temporaryTree({ "proc/stat": STAT });
  const instance = instantiate(cpu, {}, fixtureHost(folder));
  await instance.collect();
  writeFileSync(`${folder}/proc/stat`, "cpu  1 2 3 4\ncpu0 101 200 300 399 500 600 700 800 900 1000\nintr 1\n");
  const { lines } = await instance.collect();
  expect(lines).toContain('node_cpu_seconds_total{cpu="0",mode="idle"} 4');
  expect(lines).toContain('node_cpu_seconds_total{cpu="0",mode="user"} 1.01');
});

test("a failure keeps what was read before it", async () => {
  const host = fixtureHost(temporaryTree({ "proc/cpuinfo": CPUINFO, "proc/stat": "cpu0 x\n" }));
  const part = await collectPart(cpu, { info: true }, host);
  expect(part.samples.map(({ name }) => name).toSorted()).toEqual(["node_cpu_frequency_hertz", "node_cpu_info"]);
  expect(part.cause).toBeInstanceOf(ParseError);
});
