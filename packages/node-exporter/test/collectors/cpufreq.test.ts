import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { cpufreq } from "../../src/collectors/cpufreq.ts";
import { collectOnce, fixtureHost, instantiate } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const CPUS = "sys/devices/system/cpu";
const FILES = {
  [`${CPUS}/offline`]: "2-3\n",
  [`${CPUS}/cpufreq/boost`]: "1\n",
  [`${CPUS}/cpuidle/current_driver`]: "none\n",
  [`${CPUS}/cpu0/cpufreq/cpuinfo_cur_freq`]: "2400001\n",
  [`${CPUS}/cpu0/cpufreq/cpuinfo_avg_freq`]: "2000000\n",
  [`${CPUS}/cpu0/cpufreq/cpuinfo_min_freq`]: "800000\n",
  [`${CPUS}/cpu0/cpufreq/cpuinfo_max_freq`]: "4000000\n",
  [`${CPUS}/cpu0/cpufreq/scaling_cur_freq`]: "1699981\n",
  [`${CPUS}/cpu0/cpufreq/scaling_min_freq`]: "800000\n",
  [`${CPUS}/cpu0/cpufreq/scaling_max_freq`]: "3700000\n",
  [`${CPUS}/cpu0/cpufreq/scaling_governor`]: "schedutil\n",
  [`${CPUS}/cpu0/cpufreq/scaling_available_governors`]: "performance schedutil \n",
  [`${CPUS}/cpu1/topology/core_id`]: "0\n",
  [`${CPUS}/cpu2/cpufreq/scaling_cur_freq`]: "1\n",
  [`${CPUS}/cpu10/cpufreq/scaling_cur_freq`]: "900000\n",
};

test("frequencies in hertz and governors of the CPUs that are online", async () => {
  const run = await collectOnce(cpufreq, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual([
    'node_cpu_frequency_avg_hertz{cpu="0"} 2000000000',
    'node_cpu_frequency_hertz{cpu="0"} 2400001000',
    'node_cpu_frequency_max_hertz{cpu="0"} 4000000000',
    'node_cpu_frequency_min_hertz{cpu="0"} 800000000',
    'node_cpu_scaling_frequency_hertz{cpu="0"} 1699981000',
    'node_cpu_scaling_frequency_hertz{cpu="10"} 900000000',
    'node_cpu_scaling_frequency_max_hertz{cpu="0"} 3700000000',
    'node_cpu_scaling_frequency_min_hertz{cpu="0"} 800000000',
    'node_cpu_scaling_governor{cpu="0",governor="performance"} 0',
    'node_cpu_scaling_governor{cpu="0",governor="schedutil"} 1',
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("a machine without frequency scaling succeeds with nothing", async () => {
  const files = { [`${CPUS}/offline`]: "\n", [`${CPUS}/cpu0/online`]: "1\n" };
  expect((await collectOnce(cpufreq, {}, fixtureHost(temporaryTree(files)))).lines).toEqual([]);
});

test("without the list of offline CPUs, or with a damaged one, it fails", async () => {
  const { [`${CPUS}/offline`]: _offline, ...rest } = FILES;
  await expect(collectOnce(cpufreq, {}, fixtureHost(temporaryTree(rest)))).rejects.toThrow("ENOENT");
  const damaged = { ...FILES, [`${CPUS}/offline`]: "2-x\n" };
  await expect(collectOnce(cpufreq, {}, fixtureHost(temporaryTree(damaged)))).rejects.toThrow(ParseError);
});

test("files that sleep for each CPU are read on the pool from the third scrape on, with the same result", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  const read: string[] = [];
  const sleeping = new Int32Array(new SharedArrayBuffer(4));
  const sys = {
    ...host.sys,
    // What a kernel before 5.18 does; no file of a test can sleep.
    number: (path: string): number | undefined => {
      if (path.endsWith("scaling_cur_freq")) {
        read.push(path);
        Atomics.wait(sleeping, 0, 0, 10);
      }
      return host.sys.number(path);
    },
  };
  const instance = instantiate(cpufreq, {}, { ...host, sys });
  const first = await instance.collect();
  await instance.collect();
  expect(read).toHaveLength(4);
  const third = await instance.collect();
  expect(read).toHaveLength(4);
  expect(third.lines).toEqual(first.lines);
});
