import { DeniedError, UnsupportedError } from "@sightglass/metrics-registry";
import { hasCode } from "../../file-errors.ts";
import { hostEndian } from "../host-endian.ts";
import { libcFunction } from "../libc.ts";

/** Netlink protocols (linux/netlink.h). */
export const NETLINK_PROTOCOL = { route: 0, generic: 16 } as const;

/** A socket to the kernel. Nothing on it waits longer than it is told. */
export interface NetlinkSocket {
  send(request: Buffer): void;
  /** The next datagram, in a buffer that the next call uses again; undefined when none came within `waitMs`. */
  receive(waitMs: number): Buffer | undefined;
  close(): void;
}

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2_000_000;
const SOCKADDR_BYTES = 12;
const MSG_PEEK = 0x2;
const MSG_TRUNC = 0x20;
const MSG_DONTWAIT = 0x40;
const POLLIN = 0x1;

const open = libcFunction("int socket(int domain, int type, int protocol)");
const bind = libcFunction("int bind(int fd, void *address, uint32_t length)");
const sendBytes = libcFunction("long send(int fd, void *data, size_t length, int flags)");
const receiveBytes = libcFunction("long recv(int fd, void *data, size_t length, int flags)");
const poll = libcFunction("int poll(void *fds, unsigned long count, int waitMs)");
const close = libcFunction("int close(int fd)");

/** The kernel fills datagrams up to this size once it has seen that they fit. */
const BUFFER_BYTES = 32_768;
/** No datagram of the kernel comes near it. */
const MAX_BUFFER_BYTES = 4 * 1024 * 1024;

let buffer: Buffer | undefined;

/** Length of the datagram that waits, or undefined when there is none. It stays in the queue. */
function waitingLength(fd: number, room: Buffer): number | undefined {
  try {
    return receiveBytes(fd, room, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
  } catch (error) {
    if (hasCode(error, "EAGAIN", "EINTR")) return undefined;
    throw error;
  }
}

function waitForDatagram(fd: number, waitMs: number): void {
  const request = Buffer.alloc(8);
  hostEndian.putU32(request, 0, fd);
  hostEndian.putU16(request, 4, POLLIN);
  try {
    poll(request, 1, Math.ceil(waitMs));
  } catch (error) {
    if (!hasCode(error, "EINTR")) throw error;
  }
}

function openBound(protocol: number): number {
  const fd = open(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
  const address = Buffer.alloc(SOCKADDR_BYTES);
  hostEndian.putU16(address, 0, AF_NETLINK);
  try {
    bind(fd, address, address.length);
  } catch (error) {
    close(fd);
    throw error;
  }
  return fd;
}

/** The error that says what would allow a socket, where a sandbox refuses it. */
function explained(error: unknown, protocol: number): unknown {
  if (hasCode(error, "EAFNOSUPPORT", "EPERM", "EACCES")) {
    return new DeniedError(
      `netlink sockets are refused (${(error as Error).message}): no capability is missing, RestrictAddressFamilies= of the unit or the seccomp profile must allow AF_NETLINK`,
    );
  }
  if (hasCode(error, "EPROTONOSUPPORT", "ENOSYS")) {
    return new UnsupportedError(`this kernel has no netlink protocol ${protocol}`);
  }
  return error;
}

/**
 * Opens a socket to the kernel. The kernel works a request off while it is being sent, so answers are there at once:
 * waiting is for a kernel that does otherwise. No capability is needed to ask.
 */
export function openNetlinkSocket(protocol: number): NetlinkSocket {
  let fd: number;
  try {
    fd = openBound(protocol);
  } catch (error) {
    throw explained(error, protocol);
  }
  return {
    send(request) {
      sendBytes(fd, request, request.length, MSG_DONTWAIT);
    },
    receive(waitMs) {
      let room = (buffer ??= Buffer.allocUnsafeSlow(BUFFER_BYTES));
      let length = waitingLength(fd, room);
      if (length === undefined) {
        waitForDatagram(fd, waitMs);
        length = waitingLength(fd, room);
        if (length === undefined) return undefined;
      }
      if (length > MAX_BUFFER_BYTES) throw new Error(`a netlink datagram of ${length} bytes`);
      if (length > room.length) room = Buffer.allocUnsafeSlow(length);
      return room.subarray(0, receiveBytes(fd, room, room.length, MSG_DONTWAIT));
    },
    close() {
      close(fd);
    },
  };
}
