import { ParseError } from "@sightglass/metrics-registry";

/** A service as its supervisor last wrote it down. */
export interface ServiceStatus {
  /** 0 down, 1 up, 2 finishing. */
  readonly state: number;
  /** 1 when it is to be up; 0 when it is to be down, or to run once. */
  readonly desiredState: number;
  /** Unix time in seconds of the last change of its state. */
  readonly changedAt: number;
}

/** Length of the file, which runsv(8) replaces as a whole. */
export const STATUS_BYTES = 20;
/** TAI64 counts from 2^62 in TAI; runit's clock is UTC plus the ten seconds by which TAI was ahead in 1970. */
const TAI_OFFSET = 2n ** 62n + 10n;
const WANT_UP = "u".charCodeAt(0);
const WANT_AT = 17;
const STATE_AT = 19;

/**
 * Parses a `supervise/status` file of runit: TAI64N time of the last change (12 bytes, big-endian), process ID (4,
 * little-endian), paused, wanted (`u` or `d`), terminated, and state. Throws ParseError when it is shorter.
 */
export function parseServiceStatus(bytes: Buffer): ServiceStatus {
  if (bytes.length < STATUS_BYTES) {
    throw new ParseError("supervise/status", 0, `it has ${bytes.length} bytes, not ${STATUS_BYTES}`);
  }
  return {
    state: bytes[STATE_AT] as number,
    desiredState: bytes[WANT_AT] === WANT_UP ? 1 : 0,
    changedAt: Number(BigInt.asIntN(64, bytes.readBigUInt64BE(0) - TAI_OFFSET)),
  };
}
