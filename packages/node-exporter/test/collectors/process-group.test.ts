import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { processGroup } from "../../src/collectors/process-group.ts";
import { machinePageSize } from "../../src/page-size.ts";
import { collectOnce, collectPart, fixtureHost, instantiate } from "../support/collect.ts";
import { allDamages } from "../support/damage.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const status = (voluntary: number, involuntary: number, swapKib: number): string =>
  `Name:\tx\nVmSwap:\t${swapKib} kB\nvoluntary_ctxt_switches:\t${voluntary}\nnonvoluntary_ctxt_switches:\t${involuntary}\n`;
const limits = (soft: number): string =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${soft}                  4096                 files     \n`;
const FILES: Readonly<Record<string, string>> = {
  "proc/stat": "cpu  1 2 3\nbtime 1700000000\n",
  "proc/41/stat": "41 (nginx) S 1 41 41 0 -1 4194560 10 1 20 2 150 50 3 4 20 0 1 0 12300 4096000 100\n",
  "proc/41/cmdline": "nginx: master process\0",
  "proc/41/fd/0": "",
  "proc/41/fd/1": "",
  "proc/41/io": "rchar: 1\nread_bytes: 1000\nwrite_bytes: 2000\n",
  "proc/41/limits": limits(100),
  "proc/41/smaps_rollup": "x [rollup]\nPss:                 30 kB\n",
  "proc/41/status": status(11, 1, 2),
  "proc/42/stat": "42 (ngi) nx (\n) S 41 41 41 0 -1 4194560 5 0 7 0 25 75 0 0 20 0 2 0 99900 1000 10\n",
  "proc/42/cmdline": "nginx: worker process\0",
  "proc/42/fd/0": "",
  "proc/42/io": "rchar: 1\nread_bytes: 10\nwrite_bytes: 20\n",
  "proc/42/limits": limits(2),
  "proc/42/smaps_rollup": "x [rollup]\nPss:                 5 kB\n",
  "proc/42/status": status(5, 6, 1),
  "proc/42/task/42/status": status(5, 6, 1),
  "proc/42/task/43/status": status(100, 200, 1),
  "proc/50/stat": "50 (other) S 1 50 50 0 -1 4194560 9 9 9 9 9 9 9 9 20 0 1 0 5 9 9\n",
};
const RULES = ["web=cmdline:^nginx: ", "none=^nothing$"];

test("gives every number of a group in base units; a name of any characters belongs where it matches", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  const { lines, types } = await collectOnce(processGroup, { match: RULES, smaps: true }, host);
  const web = (name: string, value: number, more = ""): string =>
    more.startsWith("mode") || more.startsWith("type")
      ? `node_process_group_${name}{group="web",${more}} ${value}`
      : `node_process_group_${name}{${more}group="web"} ${value}`;
  expect(lines.filter((line) => !line.includes('group="none"'))).toEqual(
    [
      "node_process_group_omitted_processes 0",
      web("processes", 2),
      web("threads", 3),
      web("memory_resident_bytes", 110 * machinePageSize()),
      web("memory_virtual_bytes", 4_097_000),
      web("memory_swap_bytes", 3072),
      web("memory_proportional_bytes", 35_840),
      web("open_file_descriptors", 3),
      web("worst_file_descriptor_ratio", 0.5),
      web("read_bytes_total", 1010),
      web("written_bytes_total", 2020),
      web("minor_page_faults_total", 15),
      web("major_page_faults_total", 27),
      web("cpu_seconds_total", 1.75, 'mode="user"'),
      web("cpu_seconds_total", 1.25, 'mode="system"'),
      web("context_switches_total", 116, 'type="voluntary"'),
      web("context_switches_total", 207, 'type="involuntary"'),
      web("oldest_start_time_seconds", 1_700_000_123),
      web("unreadable_processes", 0, 'file="io",'),
      web("unreadable_processes", 0, 'file="fd",'),
      web("unreadable_processes", 0, 'file="smaps_rollup",'),
    ].toSorted(),
  );
  expect(types.get("node_process_group_cpu_seconds_total")).toBe("counter");
  expect(types.get("node_process_group_memory_resident_bytes")).toBe("gauge");
});

test("a group without processes has zeros, and no time of start and no ratio", async () => {
  const { lines } = await collectOnce(processGroup, { match: RULES }, fixtureHost(temporaryTree(FILES)));
  const none = lines.filter((line) => line.includes('group="none"'));
  expect(none).toContain('node_process_group_processes{group="none"} 0');
  expect(none).toContain('node_process_group_cpu_seconds_total{group="none",mode="user"} 0');
  expect(none.filter((line) => /oldest|ratio|proportional/.test(line))).toEqual([]);
  expect(none.filter((line) => !line.endsWith(" 0"))).toEqual([]);
});

test("proportional memory is not read unless it is asked for", async () => {
  const files = { ...FILES, "proc/41/smaps_rollup": "broken" };
  const { lines } = await collectOnce(processGroup, { match: RULES }, fixtureHost(temporaryTree(files)));
  expect(lines.filter((line) => line.includes("proportional"))).toEqual([]);
});

test("no rule is no data, with the flag that is wanting", async () => {
  const read = collectOnce(processGroup, {}, fixtureHost(temporaryTree(FILES)));
  await expect(read).rejects.toThrow(NoDataError);
  await expect(read).rejects.toThrow("--collector.process_group.match");
});

test("what may not be read is told with the capabilities that would give it", () => {
  const refused = (io: number, fd: number, smaps: number) =>
    processGroup.lacks?.({ groups: [{ refused: { io, fd, smaps_rollup: smaps } }] } as never);
  expect(refused(0, 0, 0)).toBe("");
  expect(refused(3, 0, 0)).toBe(
    "may not be read: /proc/PID/io of 3 processes (CAP_DAC_READ_SEARCH and CAP_SYS_PTRACE); run as root or give these capabilities",
  );
  expect(refused(1, 2, 3)).toMatch(/io of 1 .*fd of 2 .*smaps_rollup of 3 processes \(CAP_SYS_PTRACE\)/);
});

test("whatever becomes of a file, the other process keeps its numbers and the collector fails properly", async () => {
  const ofOther = 'node_process_group_processes{group="other"} 1';
  const match = ["web=cmdline:^nginx: ", "other=^other$"];
  for (const [seed, path] of Object.keys(FILES)
    .filter((one) => one.startsWith("proc/42/"))
    .entries()) {
    for (const { what, content } of allDamages(Buffer.from(FILES[path] as string), seed)) {
      const { [path]: _removed, ...rest } = FILES;
      const files = content === undefined ? rest : { ...rest, [path]: content.toString("latin1") };
      const host = fixtureHost(temporaryTree(files));
      const lines = await collectOnce(processGroup, { match, smaps: true }, host).then(
        (run) => run.lines,
        async () => (await collectPart(processGroup, { match, smaps: true }, host)).lines,
      );
      expect([path, what, lines.includes(ofOther)]).toEqual([path, what, true]);
      expect(lines.some((line) => /NaN|Infinity/.test(line))).toBe(false);
    }
  }
}, 60_000);

test("this process is read from the running kernel, with the kernel's count of its descriptors", async () => {
  const host = { ...fixtureHost(temporaryTree({})), proc: fixtureHost("/").proc };
  const instance = instantiate(processGroup, { match: ["all=."] }, host);
  const valueOf = async (name: string): Promise<number> =>
    (await instance.collect()).samples.find((one) => one.name === name)?.value ?? Number.NaN;
  expect(await valueOf("node_process_group_processes")).toBeGreaterThanOrEqual(1);
  expect(await valueOf("node_process_group_open_file_descriptors")).toBeGreaterThanOrEqual(3);
  expect(await valueOf("node_process_group_worst_file_descriptor_ratio")).toBeGreaterThan(0);
  const before = await valueOf("node_process_group_cpu_seconds_total");
  expect(await valueOf("node_process_group_cpu_seconds_total")).toBeGreaterThanOrEqual(before);
});

test("it is off unless asked for, says that it is not in node_exporter, and takes none of its names", () => {
  expect(processGroup.enabledByDefault).toBe(false);
  expect(processGroup.help).toContain("not in node_exporter");
  for (const family of processGroup.families) {
    expect(family.kind === "static" && family.name).toMatch(/^node_process_group_/);
  }
});
