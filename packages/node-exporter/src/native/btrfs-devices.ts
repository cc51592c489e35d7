import { close, constants, open } from "node:fs";
import { promisify } from "node:util";
import {
  BTRFS_IOC_DEV_INFO,
  BTRFS_IOC_FS_INFO,
  BTRFS_IOC_GET_DEV_STATS,
  createDevInfoArgument,
  createDevStatsArgument,
  createFsInfoArgument,
  decodeDevInfo,
  decodeDevStats,
  decodeFsInfo,
  type BtrfsDeviceInfo,
} from "./btrfs-structs.ts";
import { hasCode } from "../file-errors.ts";
import { holdThread, releaseThread } from "../filesystem/held-threads.ts";

/** One device of a file system, with its counts of errors in the order of BTRFS_ERROR_TYPES. */
export interface BtrfsDevice extends BtrfsDeviceInfo {
  readonly errors: readonly number[];
}

/** A mounted file system and its devices. */
export interface BtrfsFileSystem {
  /** Hexadecimal digits without hyphens. */
  readonly id: string;
  readonly devices: readonly BtrfsDevice[];
}

/** ioctl(2), as the module of that name has it; tests have another. */
export type IoctlCall = (
  descriptor: number,
  request: number,
  argument: Uint8Array,
  signal: AbortSignal,
) => Promise<number>;

/** Device numbers grow with every replaced disk; more than this are a sign of something else. */
const MAX_DEVICE_ID = 4096;

const openFile = promisify(open);
const closeFile = promisify(close);

/** Opens a directory, which may wait for a disk that does not answer. */
async function openHeld(path: string): Promise<number> {
  holdThread();
  try {
    return await openFile(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NONBLOCK);
  } finally {
    releaseThread();
  }
}

async function readDevices(ask: (request: number, argument: Buffer) => Promise<Buffer>): Promise<BtrfsFileSystem> {
  const { id, maxDeviceId, devices: expected } = decodeFsInfo(await ask(BTRFS_IOC_FS_INFO, createFsInfoArgument()));
  const devices: BtrfsDevice[] = [];
  for (let number = 0; number <= Math.min(maxDeviceId, MAX_DEVICE_ID) && devices.length < expected; number += 1) {
    let info: BtrfsDeviceInfo;
    try {
      info = decodeDevInfo(await ask(BTRFS_IOC_DEV_INFO, createDevInfoArgument(number)));
    } catch (error) {
      // Numbers start at 1, 0 being a device that replaces another, and those of removed devices are not used again.
      if (hasCode(error, "ENODEV")) continue;
      throw error;
    }
    const errors = decodeDevStats(await ask(BTRFS_IOC_GET_DEV_STATS, createDevStatsArgument(number)));
    devices.push({ ...info, errors });
  }
  return { id, devices };
}

/**
 * Asks the file system that is mounted at `path` for its devices. The mount point is open only as long as that takes,
 * since an open one cannot be unmounted. Rejects with the error of the file system, of the system call, or of koffi
 * that is missing.
 */
export async function readBtrfsDevices(path: string, signal: AbortSignal, call: IoctlCall): Promise<BtrfsFileSystem> {
  const descriptor = await openHeld(path);
  try {
    return await readDevices(async (request, argument) => {
      await call(descriptor, request, argument, signal);
      return argument;
    });
  } finally {
    await closeFile(descriptor);
  }
}
