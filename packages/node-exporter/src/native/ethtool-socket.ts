import { libcFunction } from "./libc.ts";
import { ioctl } from "./ioctl.ts";
import { loadKoffi } from "./load-koffi.ts";
import {
  createDriverArgument,
  createSettingsArgument,
  decodeDriver,
  decodeSettings,
  decodeStatistics,
  decodeStatisticsCount,
  prepareCounters,
  prepareNames,
  type DriverInfo,
  type LinkSettings,
  type StatisticsMemory,
} from "./ethtool-structs.ts";

/** What ethtool(8) tells of one network device; undefined is what its driver does not tell. */
export interface EthtoolAnswers {
  readonly settings: LinkSettings | undefined;
  readonly driver: DriverInfo | undefined;
  readonly statistics: ReadonlyMap<string, number>;
}

/** A socket by which network devices are asked. */
export interface EthtoolSocket {
  /** Asks a device. One that is gone, or whose driver tells nothing, has no answers. */
  ask(device: string, signal: AbortSignal): Promise<EthtoolAnswers>;
  close(): void;
}

/** linux/sockios.h */
const SIOCETHTOOL = 0x89_46;
const AF_INET = 2;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2_000_000;
/** struct ifreq: a name, and a union that is as large on every architecture as the largest of its members. */
const IFREQ_BYTES = 40;
const NAME_BYTES = 16;
const POINTER_BYTES_64 = 8;

const NO_STATISTICS: ReadonlyMap<string, number> = new Map();

const socket = libcFunction("int socket(int domain, int type, int protocol)");
const close = libcFunction("int close(int fd)");

/** struct ifreq with a device's name and the address of the memory that the command is in. */
function createRequest(device: string, argument: Buffer): Buffer {
  const koffi = loadKoffi();
  const request = Buffer.alloc(IFREQ_BYTES);
  request.write(device, 0, NAME_BYTES - 1);
  const address = koffi.address(argument);
  if (koffi.sizeof("void *") === POINTER_BYTES_64) request.writeBigUInt64LE(address, NAME_BYTES);
  else request.writeUInt32LE(Number(address), NAME_BYTES);
  return request;
}

/**
 * Opens a socket for SIOCETHTOOL, which needs no privilege for what is asked here. One device is
 * asked at a time, as all use `memory`. Throws SystemError where sockets are not allowed, and UnsupportedError without koffi.
 */
export function openEthtoolSocket(memory: StatisticsMemory): EthtoolSocket {
  const descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  /** The argument as the kernel filled it; undefined when the device or its driver refused. */
  async function call(device: string, argument: Buffer, signal: AbortSignal): Promise<Buffer | undefined> {
    try {
      await ioctl(descriptor, SIOCETHTOOL, createRequest(device, argument), signal);
      return argument;
    } catch (error) {
      if (error instanceof Error && "syscall" in error) return undefined;
      throw error;
    }
  }

  async function readStatistics(
    device: string,
    count: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, number>> {
    if (count === 0) return NO_STATISTICS;
    if ((await call(device, prepareNames(memory, count), signal)) === undefined) return NO_STATISTICS;
    if ((await call(device, prepareCounters(memory, count), signal)) === undefined) return NO_STATISTICS;
    return decodeStatistics(memory);
  }

  return {
    ask: async (device, signal) => {
      const settings = await call(device, createSettingsArgument(), signal);
      const driver = await call(device, createDriverArgument(), signal);
      return {
        settings: settings && decodeSettings(settings),
        driver: driver && decodeDriver(driver),
        statistics:
          driver === undefined ? NO_STATISTICS : await readStatistics(device, decodeStatisticsCount(driver), signal),
      };
    },
    close: () => void close(descriptor),
  };
}
