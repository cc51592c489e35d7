import { renameSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { createFileTree } from "../src/create-file-tree.ts";
import { createKeptDirectories } from "../src/kept-directories.ts";
import { descriptorsOf } from "./support/descriptors.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

test("files of the kernel's own file systems may always stay open, those of an absent root never", () => {
  expect(createKeptDirectories("/proc").keep("version")).toBe("always");
  expect(createKeptDirectories("/proc/does-not-exist").keep("version")).toBeUndefined();
});

test("in a folder that has been the same for a while files stay open, until one is replaced", async () => {
  const folder = temporaryTree({ "device/file": "first\n", "device/other": "other\n", target: "target\n" });
  symlinkSync("../target", join(folder, "device/link"));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(join(folder, "device"), longAgo, longAgo);
  const tree = createFileTree(folder);
  onTestFinished(() => tree.close());
  const path = join(folder, "device/file");
  const names = ["device/file", "device/other", "device/link"];
  expect(names.map((name) => tree.attribute(name))).toEqual(["first", "other", "target"]);
  // A link may come to lead elsewhere without its folder telling.
  expect(names.map((name) => descriptorsOf(join(folder, name)))).toEqual([1, 1, 0]);
  await nextTurn();
  writeFileSync(path, "second, in place\n");
  expect(tree.hot("device/file")).toBe("second, in place\n");
  expect(descriptorsOf(path)).toBe(1);
  writeFileSync(join(folder, "next"), "third\n");
  renameSync(join(folder, "next"), path);
  await nextTurn();
  expect(names.map((name) => tree.attribute(name))).toEqual(["third", "other", "target"]);
  expect(descriptorsOf(path)).toBe(0);
  utimesSync(join(folder, "device"), longAgo, longAgo);
  await nextTurn();
  expect([tree.attribute("device/file"), descriptorsOf(path)]).toEqual(["third", 1]);
  renameSync(join(folder, "device"), join(folder, "gone"));
  await nextTurn();
  expect(tree.attribute("device/file")).toBeUndefined();
  expect(descriptorsOf(join(folder, "gone/file"))).toBe(0);
});

test("a bounded number of folders is remembered, and a forgotten one is looked at anew", () => {
  const folder = temporaryTree({ "one/file": "1\n", "other/file": "2\n" });
  const longAgo = new Date(Date.now() - 60_000);
  for (const name of ["one", "other"]) utimesSync(join(folder, name), longAgo, longAgo);
  const directories = createKeptDirectories(folder, 1);
  const first = directories.keep("one/file");
  expect(directories.keep("one/file")).toBe(first);
  expect(directories.keep("other/file")).toMatchObject({ path: "other" });
  const again = directories.keep("one/file");
  expect(again).toMatchObject({ path: "one", current: true });
  expect(again).not.toBe(first);
});

test("files of devices that are gone are given up, those that are read each time stay", () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(0);
  onTestFinished(() => now.mockRestore());
  const files = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`d${index}/file`, "1\n"]));
  const folder = temporaryTree({ ...files, "stays/file": "1\n" });
  const longAgo = new Date(Date.now() - 60_000);
  for (const name of [...Object.keys(files), "stays/file"]) utimesSync(join(folder, name, ".."), longAgo, longAgo);
  const tree = createFileTree(folder);
  onTestFinished(() => tree.close());
  const names = Object.keys(files);
  const read = (from: number, to: number): void => {
    tree.number("stays/file");
    for (const name of names.slice(from, to)) tree.number(name);
  };
  const open = (...paths: readonly string[]): readonly number[] =>
    paths.map((path) => descriptorsOf(join(folder, path)));
  read(0, 300);
  read(300, 600);
  // So soon after the first sweep there is no second one.
  expect(open("d0/file", "d280/file", "d599/file", "stays/file")).toEqual([1, 1, 1, 1]);
  now.mockReturnValue(6_000);
  read(600, 900);
  expect(open("d0/file", "d599/file", "d899/file", "stays/file")).toEqual([0, 1, 1, 1]);
});
