import { getSystemErrorMap } from "node:util";
import { loadedKoffi } from "./load-koffi.ts";

/**
 * Reads up to `size` bytes of a file, from `at` on, to the same place of a buffer; returns how many came. Throws the
 * error that `readvSync` of `node:fs` would throw.
 */
export type PositionedRead = (descriptor: number, at: number, size: number) => number;

/** Both the result and the offset are a `long` where that has 64 bits, whatever the libc. */
const PROTOTYPE = "long pread(int descriptor, uintptr_t memory, uintptr_t size, long offset)";
const POINTER_BYTES = 8;

/** Node makes the map anew at each call, which takes as long as ten reads. */
let errorTexts: ReturnType<typeof getSystemErrorMap> | undefined;

function readError(errno: number): Error {
  errorTexts ??= getSystemErrorMap();
  const [code, text] = errorTexts.get(-errno) ?? [`Unknown system error ${-errno}`, "unknown error"];
  return Object.assign(new Error(`${code}: ${text}, read`), { errno: -errno, code, syscall: "read" });
}

/**
 * Makes a reader into `buffer`, whose memory must have been allocated for it alone and must live as long as the reader:
 * pread(2) with its address costs a third of `readvSync` and leaves none of its 300 bytes of garbage, and a scrape makes
 * 150 reads. Undefined as long as no collector has loaded koffi, which is not worth loading for this, and where it
 * cannot be used.
 */
export function createPositionedRead(buffer: Uint8Array): PositionedRead | undefined {
  const koffi = loadedKoffi();
  if (koffi === undefined || koffi.sizeof("void *") !== POINTER_BYTES) return undefined;
  const address = Number(koffi.address(buffer));
  if (!Number.isSafeInteger(address) || address === 0) return undefined;
  const pread = koffi.load(null).func(PROTOTYPE) as (
    descriptor: number,
    memory: number,
    size: number,
    offset: number,
  ) => number;
  const capacity = buffer.byteLength;
  return (descriptor, at, size) => {
    if (!(at >= 0 && size >= 0 && at + size <= capacity))
      throw new RangeError(`${at} + ${size} is outside of the buffer`);
    const count = pread(descriptor, address + at, size, at);
    if (count < 0) throw readError(koffi.errno());
    return count;
  };
}
