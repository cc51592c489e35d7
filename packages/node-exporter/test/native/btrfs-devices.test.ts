import { readdirSync, readlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { readBtrfsDevices, type IoctlCall } from "../../src/native/btrfs-devices.ts";
import { BTRFS_IOC_DEV_INFO, BTRFS_IOC_FS_INFO } from "../../src/native/btrfs-structs.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const signal = new AbortController().signal;
const errorOf = (code: string): Error => Object.assign(new Error(code), { code });

/** A kernel that says how many devices there are, and of which numbers; `asked` collects those that it was asked for. */
function kernel(count: bigint, maxId: bigint, has: (id: number) => boolean, asked: number[] = []): IoctlCall {
  return (_descriptor, request, argument) => {
    const memory = argument as Buffer;
    if (request === BTRFS_IOC_FS_INFO) {
      memory.writeBigUInt64LE(maxId, 0);
      memory.writeBigUInt64LE(count, 8);
      return Promise.resolve(0);
    }
    const id = Number(memory.readBigUInt64LE(0));
    if (request === BTRFS_IOC_DEV_INFO) asked.push(id);
    if (!has(id)) return Promise.reject(errorOf("ENODEV"));
    if (request === BTRFS_IOC_DEV_INFO) memory.write(`/dev/sd${id}`, 3072);
    return Promise.resolve(0);
  };
}

const isOpen = (path: string): boolean =>
  readdirSync("/proc/self/fd").some((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === path;
    } catch {
      return false;
    }
  });

test("numbers between the devices' are passed over, and none beyond the last device is asked", async () => {
  const asked: number[] = [];
  const call = kernel(2n, 1000n, (id) => id === 1 || id === 5, asked);
  const { devices } = await readBtrfsDevices(temporaryTree({}), signal, call);
  expect(devices.map(({ device }) => device)).toEqual(["sd1", "sd5"]);
  expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a device that is missing leaves the others", async () => {
  const { devices } = await readBtrfsDevices(
    temporaryTree({}),
    signal,
    kernel(3n, 3n, (id) => id === 1 || id === 2),
  );
  expect(devices).toHaveLength(2);
});

test("a kernel that speaks of ever more devices is not asked for ever", async () => {
  const asked: number[] = [];
  await readBtrfsDevices(
    temporaryTree({}),
    signal,
    kernel(2n ** 64n - 1n, 2n ** 64n - 1n, () => false, asked),
  );
  expect(asked).toHaveLength(4097);
});

test("any other error rejects, and the mount point is closed", async () => {
  const path = temporaryTree({});
  let wasOpen = false;
  const call: IoctlCall = () => {
    wasOpen = isOpen(path);
    return Promise.reject(errorOf("EIO"));
  };
  await expect(readBtrfsDevices(path, signal, call)).rejects.toThrow("EIO");
  expect([wasOpen, isOpen(path)]).toEqual([true, false]);
});

test("what is no directory is not opened", async () => {
  await expect(
    readBtrfsDevices(
      "/dev/null",
      signal,
      kernel(0n, 0n, () => false),
    ),
  ).rejects.toThrow(/ENOTDIR/);
});
