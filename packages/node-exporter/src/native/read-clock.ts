import { arch } from "node:process";
import { libcFunction } from "./libc.ts";
import { decodeTimex, TIMEX_BYTES, type Timex } from "./timex.ts";

/** The clock as adjtimex(2) tells it. */
export interface ClockReading extends Timex {
  /** What the call returned: TIME_OK, a leap second that is due, or TIME_ERROR (5) for a clock that is not synchronized. */
  readonly state: number;
}

/**
 * Numbers of the system call where `long` has 32 bits. The libcs there have functions of two layouts, for times before
 * and after 2038; the call itself has one.
 */
const CALL_NUMBERS: Readonly<Record<string, number>> = { arm: 124, ia32: 124, mips: 4124, mipsel: 4124 };

const adjtimex = libcFunction("int adjtimex(void *timex)");
const systemCall = libcFunction("long syscall(long number, void *timex)");

let data: Buffer | undefined;

/**
 * Reads the clock's discipline. No mode is set, so nothing is changed: that needs no capability, and the kernel answers
 * at once.
 */
export function readClock(): ClockReading {
  const number = CALL_NUMBERS[arch];
  const longBytes = number === undefined ? 8 : 4;
  data ??= Buffer.alloc(TIMEX_BYTES[longBytes]);
  data.fill(0);
  const state = number === undefined ? adjtimex(data) : systemCall(number, data);
  return { state, ...decodeTimex(data, longBytes) };
}
