import { nanoseconds, ntpTime, shortNanoseconds, unixNanoseconds, type NtpPacket } from "./packet.ts";

/** What one exchange tells of server and clock. Times and spans in nanoseconds. */
export interface NtpMeasurement {
  readonly leap: number;
  readonly stratum: number;
  readonly rtt: bigint;
  /** How far the server's clock is ahead of ours. */
  readonly offset: bigint;
  /** Unix times. */
  readonly time: bigint;
  readonly referenceTime: bigint;
  readonly rootDelay: bigint;
  readonly rootDispersion: bigint;
  readonly rootDistance: bigint;
  /** By how much the two clocks must differ, since an answer cannot come before its question. */
  readonly minError: bigint;
}

/** A packet with the Unix times, in nanoseconds, at which the question left and the answer came. */
export interface Exchange {
  readonly packet: NtpPacket;
  readonly sentAt: bigint;
  readonly receivedAt: bigint;
}

const SERVER = 4;
const signed = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Why an answer cannot be used, or undefined. `nonce` is what the question carried. */
export function faultOf({ mode, transmitTime, originTime, receiveTime }: NtpPacket, nonce: bigint): string | undefined {
  if (mode !== SERVER) return "invalid mode in response";
  if (transmitTime === 0n) return "invalid transmit time in response";
  if (originTime !== nonce) return "server response didn't match request";
  return receiveTime > transmitTime ? "server clock ticked backwards" : undefined;
}

/** The calculation of RFC 5905, section 8, in the rounding of beevik/ntp, which upstream uses. */
export function measure({ packet, sentAt, receivedAt }: Exchange): NtpMeasurement {
  const origin = ntpTime(sentAt);
  const destination = ntpTime(receivedAt);
  const { receiveTime, transmitTime } = packet;
  const roundTrip = signed(signed(destination - origin) - signed(transmitTime - receiveTime));
  const rtt = roundTrip < 0n ? 0n : nanoseconds(roundTrip);
  const ahead = signed(receiveTime - origin);
  const offset = ahead + (signed(transmitTime - destination) - ahead) / 2n;
  const beforeAsked = origin >= receiveTime ? origin - receiveTime : 0n;
  const afterAnswered = transmitTime >= destination ? transmitTime - destination : 0n;
  const rootDelay = shortNanoseconds(packet.rootDelay);
  const rootDispersion = shortNanoseconds(packet.rootDispersion);
  return {
    leap: packet.leap,
    stratum: packet.stratum,
    rtt,
    offset: offset < 0n ? -nanoseconds(-offset) : nanoseconds(offset),
    time: unixNanoseconds(transmitTime),
    referenceTime: unixNanoseconds(packet.referenceTime),
    rootDelay,
    rootDispersion,
    rootDistance: (rtt + rootDelay) / 2n + rootDispersion,
    minError: nanoseconds(beforeAsked > afterAnswered ? beforeAsked : afterAnswered),
  };
}
