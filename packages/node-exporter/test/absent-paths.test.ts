import { expect, test, vi } from "vitest";
import { createAbsentPaths } from "../src/absent-paths.ts";

test("an absent path is looked at once in an epoch, and forgotten when it is there", () => {
  let there = false;
  let epoch = 1;
  const exists = vi.fn(() => there);
  const absent = createAbsentPaths(exists, () => epoch);
  const reason = new Error("ENOENT");
  expect(absent.reasonIfStill("class/x")).toBeUndefined();
  absent.remember("class/x", reason);
  expect([absent.reasonIfStill("class/x"), absent.reasonIfStill("class/x")]).toEqual([reason, reason]);
  expect(exists).toHaveBeenCalledTimes(1);
  there = true;
  expect(absent.reasonIfStill("class/x")).toBe(reason);
  epoch = 2;
  expect(absent.reasonIfStill("class/x")).toBeUndefined();
  expect(exists).toHaveBeenCalledTimes(2);
  there = false;
  expect(absent.reasonIfStill("class/x")).toBeUndefined();
  expect(exists).toHaveBeenCalledTimes(2);
});

test("without epochs it is looked at each time", () => {
  let there = false;
  const absent = createAbsentPaths(() => there, undefined);
  absent.remember("net/rpc/nfs", new Error("ENOENT"));
  expect(absent.reasonIfStill("net/rpc/nfs")).toBeInstanceOf(Error);
  there = true;
  expect(absent.reasonIfStill("net/rpc/nfs")).toBeUndefined();
});

test("a path that may not rest is looked at each time, in the same epoch too", () => {
  const exists = vi.fn(() => false);
  const absent = createAbsentPaths(
    exists,
    () => 1,
    (path) => path.startsWith("net/"),
  );
  for (const path of ["net/ip_vs", "4711/stat"]) {
    absent.remember(path, new Error("ENOENT"));
    for (let look = 0; look < 3; look += 1) expect(absent.reasonIfStill(path)).toBeInstanceOf(Error);
  }
  expect(exists.mock.calls).toEqual([["net/ip_vs"], ["4711/stat"], ["4711/stat"], ["4711/stat"]]);
});

test("no more than 4,096 paths are remembered", () => {
  const absent = createAbsentPaths(() => false, undefined);
  for (let path = 0; path < 4097; path += 1) absent.remember(`device${path}`, new Error(String(path)));
  expect(absent.reasonIfStill("device0")).toBeUndefined();
  expect(absent.reasonIfStill("device4096")).toBeInstanceOf(Error);
});
