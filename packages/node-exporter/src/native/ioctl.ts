import { heldThreads, holdThread, maxHeldThreads, releaseThread } from "../filesystem/held-threads.ts";
import { loadKoffi } from "./load-koffi.ts";
import { SystemError } from "./system-error.ts";

/** The part of a koffi function that is used here. */
interface AsyncFunction {
  async(
    descriptor: number,
    request: number,
    argument: Uint8Array,
    done: (error: Error | null, result: number) => void,
  ): void;
}

const NO_THREAD_POLL_MS = 20;

/** Memory of the calls under way: the kernel writes into it, so it must not be collected before. */
const memoryInUse = new Set<Uint8Array>();

let bound: AsyncFunction | undefined;

function bind(): AsyncFunction {
  const koffi = loadKoffi();
  bound ??= koffi.load(null).func("int ioctl(int fd, unsigned long request, void *argument)") as AsyncFunction;
  return bound;
}

/** Waits until one of the threads that may be held is free. Rejects with the signal's reason. */
export async function freeThread(signal: AbortSignal): Promise<void> {
  const limit = Math.max(1, maxHeldThreads(process.env));
  while (heldThreads() >= limit) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, NO_THREAD_POLL_MS));
  }
  signal.throwIfAborted();
}

/**
 * ioctl(2) in a thread of libuv's pool, since drivers and file systems take locks that a failing device may hold for
 * minutes. The kernel reads and writes `argument`. The caller has made sure that a thread is free. `done` is given an
 * error when the call could not be made, otherwise its result and, when that is -1, the number of the kernel's error.
 * Throws UnsupportedError without koffi.
 */
export function startIoctl(
  descriptor: number,
  request: number,
  argument: Uint8Array,
  done: (error: Error | null, result: number, errno: number) => void,
): void {
  const call = bind();
  holdThread();
  memoryInUse.add(argument);
  call.async(descriptor, request, argument, (error, result) => {
    // Read first: it is this call's only until another one ends.
    const errno = result === -1 ? loadKoffi().errno() : 0;
    releaseThread();
    memoryInUse.delete(argument);
    done(error, result, errno);
  });
}

/**
 * ioctl(2) as by startIoctl, when a thread is free. Resolves to the call's result, rejects with SystemError when that is
 * -1, with UnsupportedError without koffi, and with the signal's reason when it is aborted before a thread was free.
 */
export async function ioctl(
  descriptor: number,
  request: number,
  argument: Uint8Array,
  signal: AbortSignal,
): Promise<number> {
  bind();
  await freeThread(signal);
  return await new Promise<number>((resolve, reject) => {
    startIoctl(descriptor, request, argument, (error, result, errno) => {
      if (error !== null) reject(error);
      else if (result === -1) reject(new SystemError("ioctl", errno));
      else resolve(result);
    });
  });
}
