import { ParseError } from "@sightglass/metrics-registry";
import { decodeText } from "../../decode-text.ts";
import { hostEndian } from "../host-endian.ts";

/** Gets one attribute: its type without flag bits, and where its value lies in the message. */
export type AttributeVisitor = (type: number, start: number, end: number) => void;

/** Bytes of struct nlattr: length and type. */
const HEAD_BYTES = 4;
/** The upper two bits tell that the value is nested or in network byte order. */
const TYPE_MASK = 0x3fff;

const align = (length: number): number => (length + 3) & ~3;

/**
 * Goes over the attributes from `start` to `end` of a message; nested ones are gone over by calling it again for their
 * value. Throws ParseError when one is cut short or claims less than its head.
 */
export function visitAttributes(data: Buffer, start: number, end: number, visit: AttributeVisitor): void {
  const { u16 } = hostEndian;
  if (start > end || end > data.length) throw new ParseError("netlink", 0, "a message is shorter than its head");
  for (let at = start; at < end;) {
    const left = end - at;
    if (left < HEAD_BYTES) throw new ParseError("netlink", 0, "the head of an attribute is cut short");
    const length = u16(data, at);
    if (length < HEAD_BYTES || length > left) {
      throw new ParseError("netlink", 0, `an attribute claims ${length} bytes of ${left}`);
    }
    visit(u16(data, at + 2) & TYPE_MASK, at + HEAD_BYTES, at + length);
    at += align(length);
  }
}

function need(bytes: number, start: number, end: number): void {
  if (end - start < bytes) throw new ParseError("netlink", 0, `a value of ${bytes} bytes has only ${end - start}`);
}

/** Values of attributes; each throws ParseError when the attribute is too short for it. */
export const attributeValue = {
  u8: (data: Buffer, start: number, end: number): number => {
    need(1, start, end);
    return data[start] ?? 0;
  },
  u16: (data: Buffer, start: number, end: number): number => {
    need(2, start, end);
    return hostEndian.u16(data, start);
  },
  u32: (data: Buffer, start: number, end: number): number => {
    need(4, start, end);
    return hostEndian.u32(data, start);
  },
  u64: (data: Buffer, start: number, end: number): number => {
    need(8, start, end);
    return hostEndian.u64(data, start);
  },
  /** A text up to its NUL. */
  text: (data: Buffer, start: number, end: number): string => {
    const nul = data.indexOf(0, start);
    return decodeText(data.subarray(start, nul >= 0 && nul < end ? nul : end));
  },
  /** A link-layer address in pairs of hexadecimal digits; empty when there is none. */
  hardwareAddress: (data: Buffer, start: number, end: number): string => {
    let text = "";
    for (let at = start; at < end; at += 1) {
      text += `${at === start ? "" : ":"}${(data[at] ?? 0).toString(16).padStart(2, "0")}`;
    }
    return text;
  },
} as const;

/** One attribute with its head and padding, for requests. */
export function encodeAttribute(type: number, value: Buffer): Buffer {
  const attribute = Buffer.alloc(align(HEAD_BYTES + value.length));
  hostEndian.putU16(attribute, 0, HEAD_BYTES + value.length);
  hostEndian.putU16(attribute, 2, type);
  value.copy(attribute, HEAD_BYTES);
  return attribute;
}

/** A 32-bit value of an attribute. */
export function encodeU32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  hostEndian.putU32(bytes, 0, value);
  return bytes;
}
