import { expect, test } from "vitest";
import { listCgroups, type CgroupSelection } from "../../src/cgroup/list-cgroups.ts";
import { createPacer } from "../../src/pacer.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const TREE = {
  "cgroup.procs": "",
  "user.slice/user-1000.slice/session-1.scope/cgroup.procs": "",
  "system.slice/b.service/cgroup.procs": "",
  "system.slice/a b(\\x2d).service/cgroup.procs": "",
  "system.slice/cpu.stat": "",
};
const list = (
  selection: Partial<CgroupSelection>,
  folder = temporaryTree(TREE),
  signal = new AbortController().signal,
) => listCgroups(folder, { depth: 9, limit: 99, isLeftOut: () => false, ...selection }, createPacer(signal, 10, 1));

test("lists level by level, and no files", async () => {
  expect(await list({})).toEqual({
    paths: [
      "/",
      "/system.slice",
      "/user.slice",
      "/system.slice/a b(\\x2d).service",
      "/system.slice/b.service",
      "/user.slice/user-1000.slice",
      "/user.slice/user-1000.slice/session-1.scope",
    ],
    filtered: 0,
    pending: 0,
    isCut: false,
  });
});

test("goes no deeper than it is told", async () => {
  expect((await list({ depth: 0 })).paths).toEqual(["/"]);
  expect((await list({ depth: 1 })).paths).toEqual(["/", "/system.slice", "/user.slice"]);
});

test("a limit takes the deepest away and says how many are known to be left", async () => {
  expect(await list({ limit: 2 })).toEqual({
    paths: ["/", "/system.slice"],
    filtered: 0,
    pending: 3,
    isCut: true,
  });
  expect((await list({ limit: 7 })).isCut).toBe(false);
});

test("what is left out is counted, and what is below it is still looked at", async () => {
  const { paths, filtered } = await list({ isLeftOut: (path) => !path.includes(".service") });
  expect(paths).toEqual(["/system.slice/a b(\\x2d).service", "/system.slice/b.service"]);
  expect(filtered).toBe(5);
});

test("a mount that is not there is an error, and an aborted signal ends the walk", async () => {
  await expect(list({}, "/nonexistent")).rejects.toMatchObject({ code: "ENOENT" });
  const files: Record<string, string> = {};
  for (let at = 0; at < 500; at += 1) files[`${at}/x`] = "";
  const pacer = createPacer(AbortSignal.abort(), 0, 1);
  await expect(
    listCgroups(temporaryTree(files), { depth: 1, limit: 999, isLeftOut: () => false }, pacer),
  ).rejects.toThrow("abort");
});
