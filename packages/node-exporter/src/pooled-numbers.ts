import { close, open, read } from "node:fs";
import { heldThreads, holdThread, maxHeldThreads, releaseThread } from "./filesystem/held-threads.ts";

/** As for attributes that are read synchronously. */
const ATTRIBUTE_BYTES = 128;

function numberOf(text: string): number | undefined {
  const value = text === "" ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** Opens, reads and closes one file off the event loop; a file that does not answer is undefined. */
function readOne(path: string, done: (value: number | undefined) => void): void {
  open(path, "r", (openError, descriptor) => {
    if (openError !== null) {
      done(undefined);
      return;
    }
    read(descriptor, Buffer.alloc(ATTRIBUTE_BYTES), 0, ATTRIBUTE_BYTES, 0, (readError, count, buffer) => {
      close(descriptor, () =>
        done(readError === null ? numberOf(buffer.toString("utf8", 0, count).trim()) : undefined),
      );
    });
  });
}

/**
 * Reads files that hold a number on libuv's pool, for kernel files that sleep or wait for a slow bus: at most
 * `concurrency` at a time and never more threads than may be held. Results are in the order of `paths`; undefined for
 * a file that gives no number, and for all when no thread is free.
 */
export function readNumbersOnPool(
  paths: readonly string[],
  concurrency: number,
): Promise<readonly (number | undefined)[]> {
  const values: (number | undefined)[] = paths.map(() => undefined);
  const lanes = Math.min(concurrency, paths.length, maxHeldThreads(process.env) - heldThreads());
  if (lanes <= 0) return Promise.resolve(values);
  return new Promise((resolve) => {
    let next = 0;
    let open = lanes;
    const step = (): void => {
      const at = next;
      next += 1;
      if (at >= paths.length) {
        releaseThread();
        open -= 1;
        if (open === 0) resolve(values);
        return;
      }
      readOne(paths[at] as string, (value) => {
        values[at] = value;
        step();
      });
    };
    for (let lane = 0; lane < lanes; lane += 1) {
      holdThread();
      step();
    }
  });
}
