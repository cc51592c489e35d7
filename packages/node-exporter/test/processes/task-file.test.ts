import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import {
  hasVanished,
  isProcfs,
  listTasks,
  readProcessStat,
  readTaskFile,
  taskBuffer,
} from "../../src/processes/task-file.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const STAT = "8 (é) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 29 30 31\n";

test("reads the start of a file into the buffer", () => {
  const path = join(temporaryTree({ "8/comm": "abcdef" }), "8/comm");
  expect(taskBuffer.toString("latin1", 0, readTaskFile(path, 4))).toBe("abcd");
  expect(readTaskFile(path)).toBe(6);
});

test("a pipe in a file's place is not waited for", () => {
  const folder = temporaryTree({});
  execFileSync("mkfifo", [join(folder, "stat")]);
  expect(() => readTaskFile(join(folder, "stat"))).toThrow("is a pipe");
});

test("lists numbers alone", () => {
  expect([...listTasks(temporaryTree({ "1/": "", "42/": "", "self/": "", "1a/": "" }))].toSorted()).toEqual([
    "1",
    "42",
  ]);
});

test("reads a process, decoded as it is asked to; one that has ended is undefined", () => {
  const root = temporaryTree({ "8/stat": STAT, "9/": "", "10/stat": "x" });
  expect(readProcessStat(root, "8", "utf8")).toMatchObject({ name: "é", state: "S", threads: 1 });
  expect(readProcessStat(root, "8", "latin1")?.name).toBe("Ã©");
  expect(readProcessStat(root, "9", "utf8")).toBeUndefined();
  expect(() => readProcessStat(root, "10", "utf8")).toThrow(ParseError);
});

test("what has ended gives no such file or no such process", () => {
  const coded = (code: string): Error => Object.assign(new Error(code), { code });
  expect(["ENOENT", "ESRCH", "EACCES"].map((code) => hasVanished(coded(code)))).toEqual([true, true, false]);
});

test("procfs is told from a copy", () => {
  expect([isProcfs("/proc"), isProcfs(temporaryTree({})), isProcfs("/nonexistent")]).toEqual([true, false, false]);
});
