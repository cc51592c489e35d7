import { constants } from "node:os";
import { heldThreads, maxHeldThreads } from "../filesystem/held-threads.ts";
import { IFREQ_BYTES, NAME_BYTES, type EthtoolCommand } from "./ethtool-slot.ts";
import { freeThread, startIoctl } from "./ioctl.ts";
import { libcFunction } from "./libc.ts";
import { SystemError } from "./system-error.ts";

/** A socket by which network devices are asked. */
export interface EthtoolSocket {
  /**
   * Has the kernel fill a command's memory for the device of that name (see requestName). Resolves to 0, or to the
   * number of the kernel's error when the device is gone or its driver refused. Rejects with the signal's reason.
   */
  call(name: Buffer, command: EthtoolCommand, signal: AbortSignal): Promise<number>;
  /** A device's interface index; undefined when there is no such device. No lock is waited for. */
  indexOf(name: Buffer): number | undefined;
  close(): void;
}

/** linux/sockios.h */
const SIOCETHTOOL = 0x89_46;
const SIOCGIFINDEX = 0x89_33;
const AF_INET = 2;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2_000_000;
/** The driver has no such command, and will not get it. */
export const NOT_SUPPORTED: number = constants.errno.EOPNOTSUPP;

const socket = libcFunction("int socket(int domain, int type, int protocol)");
const close = libcFunction("int close(int fd)");
const ioctlAtOnce = libcFunction("int ioctl(int fd, unsigned long request, void *argument)");

/**
 * Opens a socket for SIOCETHTOOL, which needs no privilege for what is asked here. Throws SystemError where sockets are
 * not allowed, and UnsupportedError without koffi.
 */
export function openEthtoolSocket(): EthtoolSocket {
  const descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const threads = Math.max(1, maxHeldThreads(process.env));
  const indexRequest = Buffer.alloc(IFREQ_BYTES);

  function start(name: Buffer, { request }: EthtoolCommand): Promise<number> {
    request.set(name, 0);
    return new Promise((resolve, reject) => {
      startIoctl(descriptor, SIOCETHTOOL, request, (error, result, errno) => {
        if (error === null) resolve(result === -1 ? errno : 0);
        else reject(error);
      });
    });
  }

  return {
    call: async (name, command, signal) => {
      if (heldThreads() >= threads) await freeThread(signal);
      signal.throwIfAborted();
      return await start(name, command);
    },
    indexOf: (name) => {
      indexRequest.set(name, 0);
      try {
        ioctlAtOnce(descriptor, SIOCGIFINDEX, indexRequest);
      } catch (error) {
        if (error instanceof SystemError) return undefined;
        throw error;
      }
      return indexRequest.readInt32LE(NAME_BYTES);
    },
    close: () => void close(descriptor),
  };
}
