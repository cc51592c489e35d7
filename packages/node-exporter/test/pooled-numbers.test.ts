import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { heldThreads, holdThread, maxHeldThreads, releaseThread } from "../src/filesystem/held-threads.ts";
import { readNumbersOnPool } from "../src/pooled-numbers.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

test("reads in order, undefined for what is no number", async () => {
  const folder = temporaryTree({ a: "1\n", b: "-2.5\n", c: "N/A\n", d: "", "e/": "", f: "0x10\n" });
  const paths = ["a", "b", "c", "d", "e", "f", "absent"].map((name) => join(folder, name));
  const wanted = [1, -2.5, undefined, undefined, undefined, 16, undefined];
  for (const concurrency of [1, 2, 32]) expect(await readNumbersOnPool(paths, concurrency)).toEqual(wanted);
  expect(heldThreads()).toBe(0);
});

test("no paths are no numbers", async () => {
  expect(await readNumbersOnPool([], 4)).toEqual([]);
});

test("takes no thread beyond those that may be held", async () => {
  const path = join(temporaryTree({ a: "1\n" }), "a");
  const held = maxHeldThreads(process.env);
  for (let thread = 0; thread < held; thread += 1) holdThread();
  try {
    expect(await readNumbersOnPool([path], 4)).toEqual([undefined]);
    expect(heldThreads()).toBe(held);
  } finally {
    for (let thread = 0; thread < held; thread += 1) releaseThread();
  }
});

test("a pipe is not waited for: it is an error once the others are read, and no thread stays held", async () => {
  const folder = temporaryTree({ a: "1\n", c: "3\n" });
  execFileSync("mkfifo", [join(folder, "b")]);
  const paths = ["a", "b", "c"].map((name) => join(folder, name));
  for (const concurrency of [1, 3]) {
    await expect(readNumbersOnPool(paths, concurrency)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(heldThreads()).toBe(0);
  }
});
