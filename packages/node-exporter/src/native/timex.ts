import { ParseError } from "@sightglass/metrics-registry";
import { hostEndian } from "./host-endian.ts";

/** The kernel's discipline of its clock, in the kernel's own units (adjtimex(2)). */
export interface Timex {
  /** Microseconds or, with the status bit STA_NANO, nanoseconds; so is `jitter`. */
  readonly offset: number;
  /** Parts per million, times 65536; so are `ppsfreq` and `stabil`. */
  readonly freq: number;
  /** Microseconds; so are `esterror` and `tick`. */
  readonly maxerror: number;
  readonly esterror: number;
  /** STA_ bits. */
  readonly status: number;
  readonly constant: number;
  readonly tick: number;
  readonly ppsfreq: number;
  readonly jitter: number;
  readonly shift: number;
  readonly stabil: number;
  readonly jitcnt: number;
  readonly calcnt: number;
  readonly errcnt: number;
  readonly stbcnt: number;
  readonly tai: number;
}

/** Bytes of struct timex by the size of the kernel's `long`. */
export const TIMEX_BYTES = { 4: 128, 8: 208 } as const;

/**
 * struct timex of linux/timex.h as adjtimex(2) fills it. `longBytes` is the size of a C `long`, which decides where
 * the members stand: ints among them are padded to it, and the time of day takes two.
 */
export function decodeTimex(data: Buffer, longBytes: 4 | 8): Timex {
  if (data.length < TIMEX_BYTES[longBytes]) throw new ParseError("struct timex", 0, `it has only ${data.length} bytes`);
  const { i32, i64 } = hostEndian;
  const long = longBytes === 8 ? i64 : i32;
  // By slots of one long each: modes, offset, freq, …; what follows an int begins at the next slot.
  const at = (slot: number): number => long(data, slot * longBytes);
  return {
    offset: at(1),
    freq: at(2),
    maxerror: at(3),
    esterror: at(4),
    status: i32(data, 5 * longBytes),
    constant: at(6),
    tick: at(11),
    ppsfreq: at(12),
    jitter: at(13),
    shift: i32(data, 14 * longBytes),
    stabil: at(15),
    jitcnt: at(16),
    calcnt: at(17),
    errcnt: at(18),
    stbcnt: at(19),
    tai: i32(data, 20 * longBytes),
  };
}
