import { mkdirSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { UnsupportedError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import type { IoctlCall } from "../../src/native/btrfs-devices.ts";
import { createBtrfsProber } from "../../src/native/btrfs-prober.ts";
import { BTRFS_IOC_DEV_INFO, BTRFS_IOC_FS_INFO, BTRFS_IOC_GET_DEV_STATS } from "../../src/native/btrfs-structs.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const ID = "3f2a8f6e1c544c6a9c1c0d1b6a7f8e21";
const signal = new AbortController().signal;

const errorOf = (code: string): Error => Object.assign(new Error(code), { code });

/** Folders that a descriptor of this process is open on. */
function openBelow(folder: string): readonly string[] {
  return readdirSync("/proc/self/fd").filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder);
    } catch {
      return false;
    }
  });
}

/** A kernel whose file system has the given devices by number; undefined fails with what a missing one says. */
function kernel(devices: Readonly<Record<number, string>>, maxId: number): IoctlCall {
  return async (_descriptor, request, argument) => {
    const memory = argument as Buffer;
    if (request === BTRFS_IOC_FS_INFO) {
      memory.writeBigUInt64LE(BigInt(maxId), 0);
      memory.writeBigUInt64LE(BigInt(Object.keys(devices).length), 8);
      memory.write(ID, 16, "hex");
      return 0;
    }
    const number = Number(memory.readBigUInt64LE(0));
    const path = devices[number];
    if (path === undefined) throw errorOf("ENODEV");
    if (request === BTRFS_IOC_DEV_INFO) memory.write(path, 3072);
    else if (request === BTRFS_IOC_GET_DEV_STATS) memory.writeBigUInt64LE(BigInt(number), 24);
    else throw errorOf("ENOTTY");
    return 0;
  };
}

test("asks a file system at one of its mount points, and keeps none open", async () => {
  const folder = temporaryTree({ file: "" });
  mkdirSync(join(folder, "mount"));
  const openDuring: number[] = [];
  const call: IoctlCall = async (...values) => {
    openDuring.push(openBelow(folder).length);
    return await kernel({ 1: "/dev/sda", 4: "/dev/sdb" }, 4)(...values);
  };
  const prober = createBtrfsProber({ call, timeoutMs: 5000 });
  const mounts = new Map([["/dev/sda", [join(folder, "absent"), join(folder, "file"), join(folder, "mount")]]]);
  const found = await prober.probe(mounts, signal);
  expect([...found.keys()]).toEqual([ID]);
  expect(found.get(ID)?.devices.map(({ device, errors }) => [device, errors[0]])).toEqual([
    ["sda", 1],
    ["sdb", 4],
  ]);
  expect(new Set(openDuring)).toEqual(new Set([1]));
  expect(openBelow(folder)).toEqual([]);
});

test.each(["EPERM", "ENOTTY", "EIO"])("%s leaves the file system out, and its mount point closed", async (code) => {
  const folder = temporaryTree({});
  const prober = createBtrfsProber({ call: () => Promise.reject(errorOf(code)), timeoutMs: 5000 });
  expect(await prober.probe(new Map([["/dev/sda", [folder]]]), signal)).toEqual(new Map());
  expect(openBelow(folder)).toEqual([]);
});

test("without koffi it is asked once, and never again", async () => {
  let calls = 0;
  const call: IoctlCall = () => {
    calls += 1;
    return Promise.reject(new UnsupportedError("no koffi"));
  };
  const prober = createBtrfsProber({ call, timeoutMs: 5000 });
  const mounts = new Map([["/dev/sda", [temporaryTree({}), temporaryTree({})]]]);
  for (let scrape = 0; scrape < 3; scrape += 1) expect(await prober.probe(mounts, signal)).toEqual(new Map());
  expect(calls).toBe(1);
});

test("a file system that hangs costs itself and is not asked again until it answers", async () => {
  const [healthy, hung] = [temporaryTree({}), temporaryTree({})];
  const releases: (() => void)[] = [];
  let hangs = true;
  const answer = kernel({ 1: "/dev/sdb" }, 1);
  const call: IoctlCall = async (descriptor, request, argument, abort) => {
    const path = readlinkSync(`/proc/self/fd/${descriptor}`);
    if (path === hung && hangs) await new Promise<void>((resolve) => releases.push(resolve));
    abort.throwIfAborted();
    await answer(descriptor, request, argument, abort);
    if (request === BTRFS_IOC_FS_INFO && path === hung) (argument as Buffer).fill(0xff, 16, 32);
    return 0;
  };
  const prober = createBtrfsProber({ call, timeoutMs: 100 });
  const mounts = new Map([
    ["/dev/sda", [hung]],
    ["/dev/sdb", [healthy]],
  ]);
  for (let scrape = 0; scrape < 4; scrape += 1) {
    expect([...(await prober.probe(mounts, signal)).keys()]).toEqual([ID]);
  }
  expect(releases).toHaveLength(1);
  hangs = false;
  releases[0]?.();
  await expect.poll(() => openBelow(hung)).toEqual([]);
  expect([...(await prober.probe(mounts, signal)).keys()].toSorted()).toEqual([ID, "f".repeat(32)]);
});
