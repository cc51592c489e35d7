import { decodeText } from "../decode-text.ts";
import { ioctlNumber } from "./ioctl-number.ts";
import { readCString, readUint64 } from "./ioctl-struct.ts";

/** BTRFS_IOCTL_MAGIC */
const LETTER = 0x94;
/** Sizes of the structures of linux/btrfs.h: btrfs_ioctl_fs_info_args, …_dev_info_args, …_get_dev_stats. */
const FS_INFO_BYTES = 1024;
const DEV_INFO_BYTES = 4096;
const DEV_STATS_BYTES = 1032;

const UUID_BYTES = 16;
const FSID_AT = 16;
const DEVICE_UUID_AT = 8;
const DEVICE_USED_AT = 24;
const DEVICE_TOTAL_AT = 32;
const DEVICE_PATH_AT = 3072;
const DEVICE_PATH_BYTES = 1024;
const STATS_ITEMS_AT = 8;
const STATS_VALUES_AT = 24;
/** BTRFS_DEV_STAT_VALUES_MAX */
const STATS_VALUES = 5;

/** Requests of the three calls. */
export const BTRFS_IOC_FS_INFO = ioctlNumber("read", { letter: LETTER, number: 31, size: FS_INFO_BYTES });
export const BTRFS_IOC_DEV_INFO = ioctlNumber("read-write", { letter: LETTER, number: 30, size: DEV_INFO_BYTES });
export const BTRFS_IOC_GET_DEV_STATS = ioctlNumber("read-write", {
  letter: LETTER,
  number: 52,
  size: DEV_STATS_BYTES,
});

/** What BTRFS_IOC_FS_INFO says of a mounted file system. */
export interface BtrfsFileSystemInfo {
  /** Hexadecimal digits without hyphens. */
  readonly id: string;
  readonly maxDeviceId: number;
  readonly devices: number;
}

/** What BTRFS_IOC_DEV_INFO says of one device; sizes in bytes. */
export interface BtrfsDeviceInfo {
  readonly uuid: string;
  /** Last part of the device's path, such as `sda1`. */
  readonly device: string;
  readonly totalBytes: number;
  /** Not given to any chunk. */
  readonly unusedBytes: number;
}

/** Memory for one call each. */
export const createFsInfoArgument = (): Buffer => Buffer.alloc(FS_INFO_BYTES);

export function createDevInfoArgument(id: number): Buffer {
  const argument = Buffer.alloc(DEV_INFO_BYTES);
  argument.writeBigUInt64LE(BigInt(id), 0);
  return argument;
}

export function createDevStatsArgument(id: number): Buffer {
  const argument = Buffer.alloc(DEV_STATS_BYTES);
  argument.writeBigUInt64LE(BigInt(id), 0);
  argument.writeBigUInt64LE(BigInt(STATS_VALUES), STATS_ITEMS_AT);
  return argument;
}

/** Reads struct btrfs_ioctl_fs_info_args. Throws ParseError when the memory is too short. */
export function decodeFsInfo(argument: Buffer): BtrfsFileSystemInfo {
  const maxDeviceId = readUint64(argument, 0);
  const devices = readUint64(argument, 8);
  return { id: argument.toString("hex", FSID_AT, FSID_AT + UUID_BYTES), maxDeviceId, devices };
}

/** The form that node_exporter gives a UUID; the one of all zeros stands for none. */
function formatUuid(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  if (/^0*$/.test(hex)) return "<zero>";
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Reads struct btrfs_ioctl_dev_info_args. Throws ParseError when the memory is too short. */
export function decodeDevInfo(argument: Buffer): BtrfsDeviceInfo {
  const path = readCString(argument, DEVICE_PATH_AT, DEVICE_PATH_BYTES);
  const total = argument.readBigUInt64LE(DEVICE_TOTAL_AT);
  const used = argument.readBigUInt64LE(DEVICE_USED_AT);
  const text = decodeText(path);
  return {
    uuid: formatUuid(argument.subarray(DEVICE_UUID_AT, DEVICE_UUID_AT + UUID_BYTES)),
    device: text.slice(text.lastIndexOf("/") + 1),
    totalBytes: Number(total),
    unusedBytes: Number(BigInt.asUintN(64, total - used)),
  };
}

/**
 * Reads struct btrfs_ioctl_get_dev_stats: counts of errors in the order of BTRFS_ERROR_TYPES. Throws ParseError when
 * the memory is too short.
 */
export function decodeDevStats(argument: Buffer): readonly number[] {
  const counts: number[] = [];
  for (let item = 0; item < STATS_VALUES; item += 1) counts.push(readUint64(argument, STATS_VALUES_AT + item * 8));
  return counts;
}
