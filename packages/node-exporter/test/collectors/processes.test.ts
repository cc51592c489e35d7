import { expect, test } from "vitest";
import { processes } from "../../src/collectors/processes.ts";
import { collectOnce, collectPart, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const stat = (id: number, state: string, threads: number): string =>
  `${id} (name) ${state} 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 ${threads} 0 29 30 31\n`;

const FILES = {
  "proc/1/stat": stat(1, "S", 1),
  "proc/20/stat": stat(20, "S", 3),
  "proc/20/task/20/stat": stat(20, "S", 3),
  "proc/20/task/21/stat": stat(21, "R", 3),
  "proc/20/task/22/stat": stat(22, "D", 3),
  "proc/sys/kernel/pid_max": "4194304\n",
  "proc/sys/kernel/threads-max": "7801\n",
};

test("exposes processes and threads by state with their limits", async () => {
  const run = await collectOnce(processes, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual([
    "node_processes_max_processes 4194304",
    "node_processes_max_threads 7801",
    "node_processes_pids 2",
    'node_processes_state{state="S"} 2',
    "node_processes_threads 4",
    'node_processes_threads_state{thread_state="D"} 1',
    'node_processes_threads_state{thread_state="R"} 1',
    'node_processes_threads_state{thread_state="S"} 1',
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("keeps what node_exporter gives before a limit that is absent or malformed", async () => {
  const { "proc/sys/kernel/threads-max": _max, ...withoutMax } = FILES;
  const first = await collectPart(processes, {}, fixtureHost(temporaryTree(withoutMax)));
  expect(first.lines).toEqual(["node_processes_threads 4"]);
  const second = await collectPart(
    processes,
    {},
    fixtureHost(temporaryTree({ ...FILES, "proc/sys/kernel/pid_max": "x\n" })),
  );
  expect(second.lines.filter((line) => /pids|max_processes/.test(line))).toEqual([]);
  expect(second.lines).toContain("node_processes_max_threads 7801");
  expect(second.error).toContain("pid_max");
});

test("fails without a procfs", async () => {
  await expect(collectOnce(processes, {}, fixtureHost(temporaryTree({})))).rejects.toThrow("ENOENT");
});
