import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NoDataError, PartialDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { CGROUP_IO_NUMBERS, CGROUP_NUMBERS } from "../../src/cgroup/numbers.ts";
import { cgroup } from "../../src/collectors/cgroup.ts";
import { collectOnce, collectPart, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { allDamages } from "../support/damage.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const ROOT = "sys/fs/cgroup";
const SERVICE = `${ROOT}/system.slice/db.service`;
const pressure = (some: number, full: number): string =>
  `some avg10=0.00 avg60=0.00 avg300=0.00 total=${some}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=${full}\n`;
const FILES: Readonly<Record<string, string | { readonly link: string }>> = {
  "sys/dev/block/8:16": { link: "../../devices/pci/block/sdb" },
  [`${ROOT}/cgroup.controllers`]: "cpuset cpu io memory pids\n",
  [`${ROOT}/cgroup.stat`]: "nr_descendants 2\n",
  [`${ROOT}/cpu.stat`]: "usage_usec 9000000\nuser_usec 6000000\nsystem_usec 3000000\n",
  [`${ROOT}/system.slice/cgroup.controllers`]: "memory\n",
  [`${ROOT}/system.slice/memory.current`]: "4096\n",
  [`${ROOT}/system.slice/memory.max`]: "max\n",
  [`${SERVICE}/cgroup.controllers`]: "cpu io memory pids\n",
  [`${SERVICE}/cpu.stat`]:
    "usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\nnice_usec 0\nnr_periods 100\nnr_throttled 20\nthrottled_usec 1250000\nnr_bursts 3\nburst_usec 750000\n",
  [`${SERVICE}/cpu.pressure`]: pressure(1_500_000, 250_000),
  [`${SERVICE}/io.pressure`]: pressure(3_500_000, 500_000),
  [`${SERVICE}/io.stat`]: "8:16 rbytes=1000 wbytes=2000 rios=3 wios=4 dbytes=5000 dios=6\n254:9 rbytes=7\n",
  [`${SERVICE}/memory.current`]: "2097152\n",
  [`${SERVICE}/memory.events`]: "low 0\nhigh 11\nmax 12\noom 13\noom_kill 14\noom_group_kill 0\n",
  [`${SERVICE}/memory.high`]: "3145728\n",
  [`${SERVICE}/memory.max`]: "4194304\n",
  [`${SERVICE}/memory.peak`]: "2621440\n",
  [`${SERVICE}/memory.pressure`]: pressure(4_000_000, 1_000_000),
  [`${SERVICE}/memory.stat`]:
    "anon 1001\nfile 1002\nkernel 1003\nkernel_stack 1004\npagetables 1005\nsec_pagetables 0\nsock 1006\nshmem 1007\nfile_mapped 1008\nfile_dirty 1009\nfile_writeback 1010\ninactive_anon 1011\nactive_anon 1012\ninactive_file 1013\nactive_file 1014\nunevictable 1015\nslab_reclaimable 1016\nslab_unreclaimable 1017\nslab 2033\nworkingset_refault_anon 1018\nworkingset_refault_file 1019\npgfault 1020\npgmajfault 1021\n",
  [`${SERVICE}/memory.swap.current`]: "8192\n",
  [`${SERVICE}/memory.swap.max`]: "16384\n",
  [`${SERVICE}/pids.current`]: "17\n",
  [`${SERVICE}/pids.max`]: "4915\n",
};
const DB = 'path="/system.slice/db.service"';

test("gives every number of a service in base units, and of its slice and the root what they have", async () => {
  const { lines, types } = await collectOnce(cgroup, {}, fixtureHost(temporaryTree(FILES)));
  const device = (name: string, number: number, label = "sdb"): string =>
    `node_cgroup_io_${name}{device="${label}",${DB}} ${number}`;
  const db = (name: string, number: number): string => `node_cgroup_${name}{${DB}} ${number}`;
  expect(lines).toEqual(
    [
      "node_cgroup_reported 3",
      'node_cgroup_omitted{reason="depth"} 0',
      'node_cgroup_omitted{reason="filter"} 0',
      'node_cgroup_omitted{reason="limit"} 0',
      'node_cgroup_cpu_usage_seconds_total{path="/"} 9',
      'node_cgroup_cpu_user_seconds_total{path="/"} 6',
      'node_cgroup_cpu_system_seconds_total{path="/"} 3',
      'node_cgroup_memory_current_bytes{path="/system.slice"} 4096',
      db("cpu_usage_seconds_total", 2.5),
      db("cpu_user_seconds_total", 2),
      db("cpu_system_seconds_total", 0.5),
      db("cpu_periods_total", 100),
      db("cpu_throttled_periods_total", 20),
      db("cpu_throttled_seconds_total", 1.25),
      db("cpu_burst_periods_total", 3),
      db("cpu_burst_seconds_total", 0.75),
      db("memory_current_bytes", 2_097_152),
      db("memory_peak_bytes", 2_621_440),
      db("memory_high_bytes", 3_145_728),
      db("memory_max_bytes", 4_194_304),
      db("memory_swap_current_bytes", 8192),
      db("memory_swap_max_bytes", 16_384),
      db("memory_anon_bytes", 1001),
      db("memory_file_bytes", 1002),
      db("memory_kernel_bytes", 1003),
      db("memory_kernel_stack_bytes", 1004),
      db("memory_page_tables_bytes", 1005),
      db("memory_sock_bytes", 1006),
      db("memory_shmem_bytes", 1007),
      db("memory_file_mapped_bytes", 1008),
      db("memory_file_dirty_bytes", 1009),
      db("memory_file_writeback_bytes", 1010),
      db("memory_inactive_anon_bytes", 1011),
      db("memory_active_anon_bytes", 1012),
      db("memory_inactive_file_bytes", 1013),
      db("memory_active_file_bytes", 1014),
      db("memory_unevictable_bytes", 1015),
      db("memory_slab_reclaimable_bytes", 1016),
      db("memory_slab_unreclaimable_bytes", 1017),
      db("memory_refaulted_anon_pages_total", 1018),
      db("memory_refaulted_file_pages_total", 1019),
      db("memory_page_faults_total", 1020),
      db("memory_major_page_faults_total", 1021),
      db("memory_high_events_total", 11),
      db("memory_max_events_total", 12),
      db("memory_oom_events_total", 13),
      db("memory_oom_kills_total", 14),
      db("pids", 17),
      db("pids_max", 4915),
      db("pressure_cpu_waiting_seconds_total", 1.5),
      db("pressure_cpu_stalled_seconds_total", 0.25),
      db("pressure_io_waiting_seconds_total", 3.5),
      db("pressure_io_stalled_seconds_total", 0.5),
      db("pressure_memory_waiting_seconds_total", 4),
      db("pressure_memory_stalled_seconds_total", 1),
      device("read_bytes_total", 1000),
      device("written_bytes_total", 2000),
      device("reads_total", 3),
      device("writes_total", 4),
      device("discarded_bytes_total", 5000),
      device("discards_total", 6),
      device("read_bytes_total", 7, "254:9"),
    ].toSorted(),
  );
  expect(types.get("node_cgroup_memory_oom_kills_total")).toBe("counter");
  expect(types.get("node_cgroup_memory_current_bytes")).toBe("gauge");
});

test("patterns choose by path, the limit and the depth by level, and what is left out is counted", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  const reported = async (options: Readonly<Record<string, unknown>>): Promise<readonly string[]> =>
    (await collectOnce(cgroup, options, host)).lines.filter((line) => /reported|omitted|_current_bytes/.test(line));
  const omitted = (depth: number, filter: number, limit: number): readonly string[] => [
    `node_cgroup_omitted{reason="depth"} ${depth}`,
    `node_cgroup_omitted{reason="filter"} ${filter}`,
    `node_cgroup_omitted{reason="limit"} ${limit}`,
  ];
  const slice = 'node_cgroup_memory_current_bytes{path="/system.slice"} 4096';
  expect(await reported({ include: matcher("slice$") })).toEqual([
    slice,
    ...omitted(0, 2, 0),
    "node_cgroup_reported 1",
  ]);
  expect(await reported({ exclude: matcher("service") })).toEqual([
    slice,
    ...omitted(0, 1, 0),
    "node_cgroup_reported 2",
  ]);
  expect(await reported({ depth: 1 })).toEqual([slice, ...omitted(1, 0, 0), "node_cgroup_reported 2"]);
  expect(await reported({ limit: 1 })).toEqual([...omitted(0, 0, 2), "node_cgroup_reported 1"]);
});

test("cgroup v1 alone is no data, with the reason", async () => {
  const v1 = { "proc/1/mountinfo": "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n" };
  await expect(collectOnce(cgroup, {}, fixtureHost(temporaryTree(v1)))).rejects.toThrow(NoDataError);
  await expect(collectOnce(cgroup, {}, fixtureHost(temporaryTree(v1)))).rejects.toThrow("only cgroup v1");
});

test("a broken file costs its own samples, and the collector says which it is", async () => {
  const broken = { ...FILES, [`${SERVICE}/memory.stat`]: "anon -5\n" };
  const { lines, error } = await collectPart(cgroup, {}, fixtureHost(temporaryTree(broken)));
  expect(error).toContain("system.slice/db.service/memory.stat:1: ");
  expect(lines).toContain(`node_cgroup_memory_current_bytes{${DB}} 2097152`);
  expect(lines.filter((line) => line.startsWith("node_cgroup_memory_anon_bytes"))).toEqual([]);
});

test("no damage to a file costs more than the file's own samples of its cgroup", async () => {
  const folder = temporaryTree(FILES);
  const instance = instantiate(cgroup, {}, fixtureHost(folder));
  const sound = (await instance.collect()).lines;
  const filesByFamily = new Map<string, string>(CGROUP_NUMBERS.map(({ name, file }) => [name, file]));
  for (const { name } of CGROUP_IO_NUMBERS) filesByFamily.set(name, "io.stat");
  const files = Object.keys(FILES).filter((path) => path.startsWith(`${SERVICE}/`) && !path.endsWith("controllers"));
  expect(files).toHaveLength(15);
  for (const [seed, path] of files.entries()) {
    const file = path.slice(SERVICE.length + 1);
    const others = sound.filter(
      (line) => !line.includes(DB) || filesByFamily.get(line.slice(0, line.indexOf("{"))) !== file,
    );
    const content = Buffer.from(FILES[path] as string);
    for (const { what, content: damaged } of allDamages(content, seed)) {
      if (damaged === undefined) rmSync(join(folder, path));
      else writeFileSync(join(folder, path), damaged);
      const { lines } = await collectPart(cgroup, {}, fixtureHost(folder)).catch((error: unknown) => {
        if (error instanceof PartialDataError || !(error as Error).message.endsWith("did not fail")) throw error;
        return collectOnce(cgroup, {}, fixtureHost(folder));
      });
      expect([path, what, others.filter((line) => !lines.includes(line))]).toEqual([path, what, []]);
      writeFileSync(join(folder, path), content);
    }
  }
  expect((await instance.collect()).lines).toEqual(sound);
});

test("it is off unless asked for, says that it is not in node_exporter, and each family has its own name", () => {
  expect(cgroup.enabledByDefault).toBe(false);
  expect(cgroup.help).toContain("not in node_exporter");
  for (const family of cgroup.families) expect(family.kind === "static" && family.name).toMatch(/^node_cgroup_/);
  const names = [...CGROUP_NUMBERS, ...CGROUP_IO_NUMBERS].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
