import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NoDataError, PartialDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { createCgroupReader, type Cgroups } from "../../src/cgroup/read-cgroups.ts";
import { fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const ROOT = "sys/fs/cgroup";
const { signal } = new AbortController();
const TREE: Readonly<Record<string, string>> = {
  [`${ROOT}/cgroup.controllers`]: "cpu io\n",
  [`${ROOT}/cgroup.stat`]: "nr_descendants 6\nnr_dying_descendants 3\n",
  [`${ROOT}/a.slice/cgroup.controllers`]: "cpu\n",
  [`${ROOT}/a.slice/cpu.stat`]: "usage_usec 1\n",
  [`${ROOT}/a.slice/b.service/cgroup.controllers`]: "cpu\n",
};

function readerOf(
  folder: string,
  selection: { depth?: number; limit?: number; isLeftOut?: (path: string) => boolean },
) {
  const released: (() => void)[] = [];
  const host = { ...fixtureHost(folder), onClose: (release: () => void) => void released.push(release) };
  const reader = createCgroupReader(host, { depth: 9, limit: 99, isLeftOut: () => false, ...selection });
  return { read: () => reader.read(signal), released };
}
const pathsOf = ({ readings }: Cgroups): readonly string[] => readings.map(({ path }) => path);

test("what the kernel counts and no walk sees is below the depth, or beyond the limit when that ended the walk", async () => {
  const folder = temporaryTree(TREE);
  expect((await readerOf(folder, { depth: 1 }).read()).omitted).toEqual({ depth: 5, filter: 0, limit: 0 });
  expect((await readerOf(folder, { limit: 1 }).read()).omitted).toEqual({ depth: 0, filter: 0, limit: 6 });
  const isLeftOut = (path: string): boolean => path === "/";
  expect((await readerOf(folder, { depth: 2, isLeftOut }).read()).omitted).toEqual({ depth: 4, filter: 1, limit: 0 });
});

test("cgroups that come and go are noticed, and so is a mount that goes and comes", async () => {
  const folder = temporaryTree(TREE);
  const { read, released } = readerOf(folder, {});
  expect(pathsOf(await read())).toEqual(["/", "/a.slice", "/a.slice/b.service"]);
  rmSync(join(folder, ROOT, "a.slice/b.service"), { recursive: true });
  expect(pathsOf(await read())).toEqual(["/", "/a.slice"]);
  rmSync(join(folder, ROOT, "cgroup.controllers"));
  await expect(read()).rejects.toThrow(NoDataError);
  writeFileSync(join(folder, ROOT, "cgroup.controllers"), "cpu\n");
  expect(pathsOf(await read())).toEqual(["/", "/a.slice"]);
  expect(released).toHaveLength(1);
  for (const release of released) release();
  expect(pathsOf(await read())).toEqual(["/", "/a.slice"]);
});

test("a broken file fails the collector with everything else kept, and is named", async () => {
  const folder = temporaryTree({ ...TREE, [`${ROOT}/a.slice/cpu.stat`]: "usage_usec x\n" });
  const error: unknown = await readerOf(folder, {})
    .read()
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialDataError);
  expect(error).toMatchObject({ message: expect.stringContaining("a.slice/cpu.stat:1: ") as string });
  expect(pathsOf((error as PartialDataError).data as Cgroups)).toHaveLength(3);
});

test("a broken count of descendants is told, and what is known to be left counts", async () => {
  const folder = temporaryTree({ ...TREE, [`${ROOT}/cgroup.stat`]: "nr_descendants x\n" });
  const error: unknown = await readerOf(folder, { limit: 1 })
    .read()
    .catch((thrown: unknown) => thrown);
  expect((error as PartialDataError).data).toMatchObject({ omitted: { depth: 0, filter: 0, limit: 1 } });
});
