import { close, constants, open, read } from "node:fs";
import { heldThreads, holdThread, maxHeldThreads, releaseThread } from "./filesystem/held-threads.ts";
import { silentSource } from "./silent-source.ts";

/** As for attributes that are read synchronously. */
const ATTRIBUTE_BYTES = 128;

function numberOf(text: string): number | undefined {
  const value = text === "" ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** Opening never waits, not for the other end of a FIFO either. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

/** Opens, reads and closes one file off the event loop; a file that does not answer is undefined, a FIFO an error. */
function readOne(path: string, done: (value: number | undefined | Error) => void): void {
  open(path, READ, (openError, descriptor) => {
    if (openError !== null) {
      done(undefined);
      return;
    }
    read(descriptor, Buffer.alloc(ATTRIBUTE_BYTES), 0, ATTRIBUTE_BYTES, 0, (readError, count, buffer) => {
      close(descriptor, () => {
        if (readError === null) done(numberOf(buffer.toString("utf8", 0, count).trim()));
        else done(readError.code === "ESPIPE" ? silentSource(path) : undefined);
      });
    });
  });
}

/**
 * Reads files that hold a number on libuv's pool, for kernel files that sleep or wait for a slow bus: at most
 * `concurrency` at a time and never more threads than may be held. Results are in the order of `paths`; undefined for
 * a file that gives no number, and for all when no thread is free. Rejects with a TimeoutError when one is a FIFO.
 */
export function readNumbersOnPool(
  paths: readonly string[],
  concurrency: number,
): Promise<readonly (number | undefined)[]> {
  const values: (number | undefined)[] = paths.map(() => undefined);
  const lanes = Math.min(concurrency, paths.length, maxHeldThreads(process.env) - heldThreads());
  if (lanes <= 0) return Promise.resolve(values);
  return new Promise((resolve, reject) => {
    let silent: Error | undefined;
    let next = 0;
    let open = lanes;
    const step = (): void => {
      const at = next;
      next += 1;
      if (at >= paths.length) {
        releaseThread();
        open -= 1;
        if (open > 0) return;
        if (silent === undefined) resolve(values);
        else reject(silent);
        return;
      }
      readOne(paths[at] as string, (value) => {
        if (value instanceof Error) silent = value;
        else values[at] = value;
        step();
      });
    };
    for (let lane = 0; lane < lanes; lane += 1) {
      holdThread();
      step();
    }
  });
}
