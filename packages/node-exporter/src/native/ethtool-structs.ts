import { decodeText } from "../decode-text.ts";
import { checkRange, readCString, readUint32 } from "./ioctl-struct.ts";

/** Commands of SIOCETHTOOL (linux/ethtool.h). */
const ETHTOOL_GSET = 0x1;
const ETHTOOL_GDRVINFO = 0x3;
const ETHTOOL_GSTRINGS = 0x1b;
const ETHTOOL_GSTATS = 0x1d;
/** The set of strings that names the statistics. */
const ETH_SS_STATS = 1;
/** ETH_GSTRING_LEN */
const NAME_BYTES = 32;
const COUNTER_BYTES = 8;

/** struct ethtool_cmd */
const SETTINGS_BYTES = 44;
const SUPPORTED_AT = 4;
const ADVERTISING_AT = 8;
const AUTONEG_AT = 18;

/** struct ethtool_drvinfo: strings by place and size, and the number of statistics. */
const DRIVER_BYTES = 196;
const DRIVER = [4, 32] as const;
const VERSION = [36, 32] as const;
const FIRMWARE = [68, 32] as const;
const BUS = [100, 32] as const;
const EXPANSION_ROM = [132, 32] as const;
const STATISTICS_AT = 180;

const NAMES_AT = 12;
const COUNTERS_AT = 8;

/** Statistics of a device beyond which node_exporter and we do not ask for them. */
export const MAX_STATISTICS = 32_768;

/** Link settings as ETHTOOL_GSET tells them: modes as bits, see ethtool-link-modes.ts. */
export interface LinkSettings {
  readonly supported: number;
  readonly advertised: number;
  /** Whether the link is negotiated: 1, or 0. */
  readonly autonegotiate: number;
}

/** What ETHTOOL_GDRVINFO tells of a device's driver. */
export interface DriverInfo {
  readonly driver: string;
  readonly version: string;
  readonly firmwareVersion: string;
  readonly busInfo: string;
  readonly expansionRomVersion: string;
}

/** Memory for a call of ETHTOOL_GSET. */
export function createSettingsArgument(): Buffer {
  const argument = Buffer.alloc(SETTINGS_BYTES);
  argument.writeUInt32LE(ETHTOOL_GSET, 0);
  return argument;
}

/** Memory for a call of ETHTOOL_GDRVINFO. */
export function createDriverArgument(): Buffer {
  const argument = Buffer.alloc(DRIVER_BYTES);
  argument.writeUInt32LE(ETHTOOL_GDRVINFO, 0);
  return argument;
}

/** Memory for the names and counters of a device's statistics, used for one device after the other. */
export interface StatisticsMemory {
  readonly names: Buffer;
  readonly counters: Buffer;
  /** The counters alone, each as its lower and its upper 32 bits. */
  readonly halves: Uint32Array;
}

/**
 * Memory for as many statistics as any device may have: the kernel writes as many as the device has by then, without
 * regard to how many were asked for. The system gives no pages to what is never written.
 */
export function createStatisticsMemory(count: number = MAX_STATISTICS): StatisticsMemory {
  const counters = Buffer.allocUnsafeSlow(COUNTERS_AT + count * COUNTER_BYTES);
  return {
    names: Buffer.allocUnsafeSlow(NAMES_AT + count * NAME_BYTES),
    counters,
    halves: new Uint32Array(counters.buffer, COUNTERS_AT, count * 2),
  };
}

/** Makes a call of ETHTOOL_GSTRINGS out of the memory for names. */
export function prepareNames({ names }: StatisticsMemory, count: number): Buffer {
  names.writeUInt32LE(ETHTOOL_GSTRINGS, 0);
  names.writeUInt32LE(ETH_SS_STATS, 4);
  names.writeUInt32LE(count, 8);
  return names;
}

/** Makes a call of ETHTOOL_GSTATS out of the memory for counters. */
export function prepareCounters({ counters }: StatisticsMemory, count: number): Buffer {
  counters.writeUInt32LE(ETHTOOL_GSTATS, 0);
  counters.writeUInt32LE(count, 4);
  return counters;
}

/** Reads struct ethtool_cmd. Throws ParseError when the memory is too short. */
export function decodeSettings(argument: Buffer): LinkSettings {
  return {
    supported: readUint32(argument, SUPPORTED_AT),
    advertised: readUint32(argument, ADVERTISING_AT),
    autonegotiate: readUint32(argument, AUTONEG_AT) & 0xff,
  };
}

const text = (argument: Buffer, [at, size]: readonly [number, number]): string =>
  decodeText(readCString(argument, at, size));

/** Reads the strings of struct ethtool_drvinfo. Throws ParseError when the memory is too short. */
export function decodeDriver(argument: Buffer): DriverInfo {
  return {
    driver: text(argument, DRIVER),
    version: text(argument, VERSION),
    firmwareVersion: text(argument, FIRMWARE),
    busInfo: text(argument, BUS),
    expansionRomVersion: text(argument, EXPANSION_ROM),
  };
}

/**
 * How many statistics struct ethtool_drvinfo promises; 0 when they are more than there is memory for. Throws ParseError
 * when the memory is too short.
 */
export function decodeStatisticsCount(argument: Buffer): number {
  const count = readUint32(argument, STATISTICS_AT);
  return count > MAX_STATISTICS ? 0 : count;
}

/**
 * The names of ETHTOOL_GSTRINGS in the order of the counters, as many as the kernel says that it wrote; a statistic
 * without a name is an empty one. Throws ParseError when the memory is too short for what the kernel says.
 */
export function decodeNames({ names }: Pick<StatisticsMemory, "names">): readonly string[] {
  const count = readUint32(names, 8);
  const decoded: string[] = [];
  for (let index = 0; index < count; index += 1) {
    // Names are ASCII; whatever else is in one becomes an underscore later, byte by byte.
    decoded.push(readCString(names, NAMES_AT + index * NAME_BYTES, NAME_BYTES).toString("latin1"));
  }
  return decoded;
}

/**
 * How many counters the kernel says that ETHTOOL_GSTATS wrote. Throws ParseError when the memory is too short for them.
 */
export function countersWritten({ counters }: Pick<StatisticsMemory, "counters">): number {
  const count = readUint32(counters, 4);
  if (count > 0) checkRange(counters, COUNTERS_AT, count * COUNTER_BYTES);
  return count;
}
