import { ParseError } from "@sightglass/metrics-registry";
import { hostEndian } from "../host-endian.ts";

/** Bytes of struct nlmsghdr: length, type, flags, sequence number, port. */
const HEADER_BYTES = 16;

/** Types that every netlink protocol has (linux/netlink.h). */
export const MESSAGE_TYPE = { noop: 1, error: 2, done: 3, overrun: 4 } as const;

/** Flags of a message (linux/netlink.h). */
export const MESSAGE_FLAG = { request: 0x1, ack: 0x4, dumpInterrupted: 0x10, dump: 0x300 } as const;

/** One message of a datagram; the body lies from `start` to `end` in the datagram. */
export interface Message {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly start: number;
  readonly end: number;
}

const align = (length: number): number => (length + 3) & ~3;

/** Splits a datagram into its messages. Throws ParseError when one is cut short or says that it is shorter than its head. */
export function splitMessages(data: Buffer): readonly Message[] {
  const { u16, u32 } = hostEndian;
  const messages: Message[] = [];
  for (let at = 0; at < data.length;) {
    if (data.length - at < HEADER_BYTES) throw new ParseError("netlink", 0, "the head of a message is cut short");
    const length = u32(data, at);
    if (length < HEADER_BYTES || length > data.length - at) {
      throw new ParseError("netlink", 0, `a message claims ${length} bytes of ${data.length - at}`);
    }
    messages.push({
      type: u16(data, at + 4),
      flags: u16(data, at + 6),
      sequence: u32(data, at + 8),
      start: at + HEADER_BYTES,
      end: at + length,
    });
    at += align(length);
  }
  return messages;
}

/** A request with its head. Flags are those beside NLM_F_REQUEST. */
export function encodeRequest(type: number, flags: number, sequence: number, body: Buffer): Buffer {
  const request = Buffer.alloc(HEADER_BYTES + body.length);
  const { putU16, putU32 } = hostEndian;
  putU32(request, 0, request.length);
  putU16(request, 4, type);
  putU16(request, 6, flags | MESSAGE_FLAG.request);
  putU32(request, 8, sequence);
  body.copy(request, HEADER_BYTES);
  return request;
}
