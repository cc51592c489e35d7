import { ParseError } from "@sightglass/metrics-registry";

/** Times of NTP: seconds since 1900 in 64 bits, of which 32 are the fraction. */
type NtpTime = bigint;

/** The header of a server's answer (RFC 5905, figure 8), numbers as they are on the wire. */
export interface NtpPacket {
  readonly leap: number;
  readonly mode: number;
  readonly stratum: number;
  /** Seconds in 32 bits, of which 16 are the fraction. */
  readonly rootDelay: number;
  readonly rootDispersion: number;
  readonly referenceTime: NtpTime;
  readonly originTime: NtpTime;
  readonly receiveTime: NtpTime;
  readonly transmitTime: NtpTime;
}

const PACKET_BYTES = 48;
const CLIENT = 3;
const NANO = 1_000_000_000n;
const HALF = 1n << 31n;
/** Seconds from 1900 to 1970. */
const UNIX_EPOCH = 2_208_988_800n;
/** Seconds from 1900 to the first that 32 bits do not hold, in 2036. */
const ERA = 1n << 32n;

/** A client's query. The server sends `nonce` back as the origin time, which shows that its answer is one to this. */
export function encodeQuery(version: number, nonce: NtpTime): Buffer {
  const bytes = Buffer.alloc(PACKET_BYTES);
  bytes[0] = (version << 3) | CLIENT;
  bytes[3] = 0x20;
  bytes.writeBigUInt64BE(nonce, 40);
  return bytes;
}

/** Decodes an answer; what follows the header (extensions, a MAC) is left alone. Throws ParseError on a shorter one. */
export function parsePacket(bytes: Buffer): NtpPacket {
  if (bytes.length < PACKET_BYTES) throw new ParseError("NTP packet", 0, `it has ${bytes.length} bytes of 48`);
  const first = bytes[0] as number;
  return {
    leap: first >> 6,
    mode: first & 7,
    stratum: bytes[1] as number,
    rootDelay: bytes.readUInt32BE(4),
    rootDispersion: bytes.readUInt32BE(8),
    referenceTime: bytes.readBigUInt64BE(16),
    originTime: bytes.readBigUInt64BE(24),
    receiveTime: bytes.readBigUInt64BE(32),
    transmitTime: bytes.readBigUInt64BE(40),
  };
}

/** A span of NTP time in nanoseconds, rounded. */
export function nanoseconds(span: NtpTime): bigint {
  const fraction = (span & 0xffff_ffffn) * NANO;
  return (span >> 32n) * NANO + (fraction >> 32n) + ((fraction & 0xffff_ffffn) >= HALF ? 1n : 0n);
}

/** A short span (root delay, root dispersion) in nanoseconds, rounded. */
export const shortNanoseconds = (span: number): bigint => nanoseconds(BigInt(span) << 16n);

/** Unix time in nanoseconds. What would be before 1970 is after 2036, when the 32 bits of seconds begin again. */
export function unixNanoseconds(time: NtpTime): bigint {
  const eraSeconds = time >> 32n < UNIX_EPOCH ? ERA : 0n;
  return nanoseconds(time) + (eraSeconds - UNIX_EPOCH) * NANO;
}

/** NTP time of a Unix time in nanoseconds, rounded. */
export function ntpTime(unixNs: bigint): NtpTime {
  const ns = unixNs + UNIX_EPOCH * NANO;
  const fraction = ((ns % NANO) << 32n) / NANO;
  const rounded = ((ns % NANO) << 32n) % NANO >= NANO / 2n ? fraction + 1n : fraction;
  return BigInt.asUintN(64, ((ns / NANO) << 32n) + rounded);
}
