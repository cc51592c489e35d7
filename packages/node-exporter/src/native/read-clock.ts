import { arch } from "node:process";
import { libcFunction } from "./libc.ts";
import { decodeTimex, TIMEX_BYTES, type Timex } from "./timex.ts";

/** The clock as adjtimex(2) tells it. */
export interface ClockReading extends Timex {
  /** What the call returned: TIME_OK, a leap second that is due, or TIME_ERROR (5) for a clock that is not synchronized. */
  readonly state: number;
}

/**
 * Numbers of the system call by architecture. It is made directly: the C library makes clock_adjtime(2) of it, which
 * older seccomp profiles of containers refuse, and where a long has 32 bits it has functions of two layouts.
 */
const CALL_NUMBERS: Readonly<Record<string, number>> = {
  arm: 124,
  arm64: 171,
  ia32: 124,
  loong64: 171,
  mips: 4124,
  mipsel: 4124,
  ppc64: 124,
  riscv64: 171,
  s390x: 124,
  x64: 159,
};
const ARCHITECTURES_OF_32_BITS: ReadonlySet<string> = new Set(["arm", "ia32", "mips", "mipsel"]);

const adjtimex = libcFunction("int adjtimex(void *timex)");
const systemCall = libcFunction("long syscall(long number, void *timex)", "adjtimex");

let data: Buffer | undefined;

/**
 * Reads the clock's discipline. No mode is set, so nothing is changed: that needs no capability, and the kernel answers
 * at once.
 */
export function readClock(): ClockReading {
  const number = CALL_NUMBERS[arch];
  const longBytes = ARCHITECTURES_OF_32_BITS.has(arch) ? 4 : 8;
  data ??= Buffer.alloc(TIMEX_BYTES[longBytes]);
  data.fill(0);
  const state = number === undefined ? adjtimex(data) : systemCall(number, data);
  return { state, ...decodeTimex(data, longBytes) };
}
