import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { countTasks } from "../../src/processes/count-tasks.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const stat = (id: number, name: string, state: string, threads: number): string =>
  `${id} (${name}) ${state} 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 ${threads} 0 29 30 31\n`;
const signal = new AbortController().signal;

test("a process or thread that is gone is left out, and so are names that are no numbers", async () => {
  const root = temporaryTree({
    "self/stat": "x",
    "7/": "",
    "8/stat": stat(8, "a", "S", 2),
    "8/task/8/": "",
    "8/task/9/": "",
    "8/task/x/stat": "x",
  });
  expect(await countTasks(root, signal)).toEqual({
    processes: 1,
    threads: 2,
    processStates: [["S", 1]],
    threadStates: [["S", 1]],
  });
});

test("names may hold anything, the longest of threads too", async () => {
  const name = `kworker/u8:1) R (${"x".repeat(40)}`;
  const root = temporaryTree({ "8/stat": stat(8, name, "I", 1), "8/task/9/stat": stat(9, name, "Z", 1) });
  expect(await countTasks(root, signal)).toMatchObject({ processStates: [["I", 1]], threadStates: [["Z", 1]] });
});

test.each([
  ["process", { "8/stat": "8 (a" }],
  ["thread", { "8/stat": stat(8, "a", "S", 2), "8/task/9/stat": "9 (a" }],
  ["thread without a state", { "8/stat": stat(8, "a", "S", 2), "8/task/9/stat": "9 (a)" }],
  ["empty thread", { "8/stat": stat(8, "a", "S", 2), "8/task/9/stat": "" }],
])("a malformed %s fails the count", async (_what, files) => {
  await expect(countTasks(temporaryTree(files), signal)).rejects.toThrow(ParseError);
});

test("a pipe in the place of a file is not waited for", async () => {
  const root = temporaryTree({ "8/": "" });
  execFileSync("mkfifo", [join(root, "8/stat")]);
  await expect(countTasks(root, signal)).rejects.toMatchObject({ name: "TimeoutError" });
});

test("stops when it is aborted", async () => {
  await expect(countTasks(temporaryTree({}), AbortSignal.abort())).rejects.toThrow("abort");
});

test("counts this machine: this process runs, and threads come to what the kernel lists", async () => {
  const counts = await countTasks("/proc", signal);
  const listed = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length;
  expect(Math.abs(counts.processes - listed)).toBeLessThan(200);
  const sum = (states: readonly (readonly [string, number])[]): number => states.reduce((all, [, n]) => all + n, 0);
  expect(sum(counts.processStates)).toBe(counts.processes);
  expect(Math.abs(sum(counts.threadStates) - counts.threads)).toBeLessThan(500);
  expect(new Map(counts.threadStates).get("R")).toBeGreaterThanOrEqual(1);
});

test("lets the event loop turn while it counts many threads", async () => {
  const files: Record<string, string> = { "8/stat": stat(8, "a", "S", 300) };
  for (let id = 9; id < 309; id += 1) files[`8/task/${id}/stat`] = stat(id, "a", "S", 300);
  const root = temporaryTree(files);
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const counts = await countTasks(root, signal, 0);
  isDone = true;
  expect(counts.threadStates).toEqual([["S", 300]]);
  expect(turns).toBeGreaterThan(0);
});
