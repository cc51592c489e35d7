import { execFileSync } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createKeptFiles } from "../../src/cgroup/kept-files.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("elsewhere than on cgroup v2 nothing stays open, so that a replaced file is seen", () => {
  const folder = temporaryTree({ "a/cpu.stat": "usage_usec 1\n" });
  const kept = createKeptFiles(folder);
  const files = kept.filesOf(`${folder}/a`);
  expect(files.read("cpu.stat")).toBe("usage_usec 1\n");
  expect(kept.size).toBe(0);
  writeFileSync(join(folder, "new"), "usage_usec 2\n");
  renameSync(join(folder, "new"), join(folder, "a/cpu.stat"));
  expect(files.read("cpu.stat")).toBe("usage_usec 2\n");
  expect(() => files.read("memory.stat")).toThrow("ENOENT");
});

test("a pipe in a file's place is not waited for", () => {
  const folder = temporaryTree({ "a/": "" });
  execFileSync("mkfifo", [join(folder, "a/cpu.stat")]);
  expect(() => createKeptFiles(folder).filesOf(`${folder}/a`).read("cpu.stat")).toThrow("is a pipe");
});

test("files stay open up to a bound and are read from their start each time, until they are closed", () => {
  const folder = temporaryTree({ "a/1": "one\n", "a/2": "two\n", "a/3": "three\n" });
  const kept = createKeptFiles(folder, 2);
  const files = kept.filesOf(`${folder}/a`);
  for (let times = 0; times < 3; times += 1) {
    expect(["1", "2", "3"].map((file) => files.read(file))).toEqual(["one\n", "two\n", "three\n"]);
    expect(kept.size).toBe(2);
  }
  writeFileSync(join(folder, "a/1"), "once more\n");
  expect(files.read("1")).toBe("once more\n");
  files.close();
  expect(kept.size).toBe(0);
  expect(files.read("1")).toBe("once more\n");
  expect(kept.size).toBe(1);
  files.close();
});

test("cgroups share the bound, and each closes its own", () => {
  const folder = temporaryTree({ "a/1": "one\n", "b/1": "two\n" });
  const kept = createKeptFiles(folder, 9);
  const [a, b] = [kept.filesOf(`${folder}/a`), kept.filesOf(`${folder}/b`)];
  expect([a.read("1"), b.read("1"), kept.size]).toEqual(["one\n", "two\n", 2]);
  a.close();
  expect([b.read("1"), kept.size]).toEqual(["two\n", 1]);
  b.close();
});
