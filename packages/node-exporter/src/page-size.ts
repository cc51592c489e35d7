import { readFileSync } from "node:fs";
import { endianness } from "node:os";

/** What most kernels use, and what is assumed where the auxiliary vector cannot be read. */
const USUAL_PAGE_SIZE = 4096;
/** Tag of the page size in the auxiliary vector, see getauxval(3). */
const AT_PAGESZ = 6n;

/**
 * The page size in a process's auxiliary vector (/proc/PID/auxv: pairs of machine words, tag and value, ended by tag
 * 0), or undefined when it is not in there.
 */
export function pageSizeOf(auxiliaryVector: Uint8Array, wordBytes: 4 | 8, littleEndian: boolean): number | undefined {
  const view = new DataView(auxiliaryVector.buffer, auxiliaryVector.byteOffset, auxiliaryVector.byteLength);
  const word = (offset: number): bigint =>
    wordBytes === 8 ? view.getBigUint64(offset, littleEndian) : BigInt(view.getUint32(offset, littleEndian));
  for (let offset = 0; offset + 2 * wordBytes <= view.byteLength; offset += 2 * wordBytes) {
    const tag = word(offset);
    if (tag === 0n) break;
    if (tag === AT_PAGESZ) return Number(word(offset + wordBytes));
  }
  return undefined;
}

let pageSize: number | undefined;

/** Bytes in a memory page of this machine. It is this process's own, so `--path.procfs` has no say in it. */
export function machinePageSize(): number {
  if (pageSize === undefined) {
    const wordBytes = process.arch === "arm" || process.arch === "ia32" || process.arch === "mips" ? 4 : 8;
    try {
      pageSize = pageSizeOf(readFileSync("/proc/self/auxv"), wordBytes, endianness() === "LE") ?? USUAL_PAGE_SIZE;
    } catch {
      pageSize = USUAL_PAGE_SIZE;
    }
  }
  return pageSize;
}
