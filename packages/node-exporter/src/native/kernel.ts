import { openNetlinkSocket, type NetlinkSocket } from "./netlink/socket.ts";
import { readClock, type ClockReading } from "./read-clock.ts";

/** What is asked of the running kernel by system calls, and not of files. */
export interface Kernel {
  readonly readClock: () => ClockReading;
  readonly openNetlinkSocket: (protocol: number) => NetlinkSocket;
}

/** The kernel that this process runs on. Nothing is called, and koffi not loaded, before a collector asks. */
export const runningKernel: Kernel = { readClock, openNetlinkSocket };
