import { expect, test } from "vitest";
import { createFileTree } from "../../src/create-file-tree.ts";
import { listMounts, readMountinfo } from "../../src/filesystem/mounts.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const line = (mountPoint: string, fsType: string): string => `1 1 0:1 / ${mountPoint} rw - ${fsType} dev rw`;

test("a mount is risky by its type, and when the way to it leads through a risky one", () => {
  const mounts = listMounts(
    [
      line("/", "ext4"),
      line("/data", "xfs"),
      line("/net", "nfs4"),
      line("/net/cache", "tmpfs"),
      line("/network", "ext4"),
      line("/boot", "autofs"),
      line("/boot", "vfat"),
      line("/fuse", "fuse.sshfs"),
      line("/new", "somefs"),
    ].join("\n"),
    "/",
  );
  expect(mounts.map(({ mountPoint, fsType, risky }) => [mountPoint, fsType, risky])).toEqual([
    ["/", "ext4", false],
    ["/data", "xfs", false],
    ["/net", "nfs4", true],
    ["/net/cache", "tmpfs", true],
    ["/network", "ext4", false],
    ["/boot", "autofs", true],
    ["/boot", "vfat", true],
    ["/fuse", "fuse.sshfs", true],
    ["/new", "somefs", true],
  ]);
});

test("everything is risky below a network root", () => {
  const mounts = listMounts([line("/", "nfs"), line("/tmp", "tmpfs")].join("\n"), "/");
  expect(mounts.map(({ risky }) => risky)).toEqual([true, true]);
});

test.each(["/host", "/host/"])("the prefix of the root %s is stripped", (root) => {
  const text = [line("/host", "ext4"), line("/host/var", "ext4"), line("/hostile", "ext4"), line("/", "ext4")].join(
    "\n",
  );
  expect(listMounts(text, root).map(({ mountPoint }) => mountPoint)).toEqual(["/", "/var", "/hostile", "/"]);
});

test("the mounts of process 1 come first, those of this one where it is hidden", () => {
  const both = createFileTree(temporaryTree({ "1/mountinfo": "first", "self/mountinfo": "own" }));
  const hidden = createFileTree(temporaryTree({ "self/mountinfo": "own" }));
  expect(readMountinfo(both)).toBe("first");
  expect(readMountinfo(hidden)).toBe("own");
  expect(() => readMountinfo(createFileTree(temporaryTree({})))).toThrow("ENOENT");
});
