import { ParseError } from "@sightglass/metrics-registry";
import { BodyReader } from "./body-reader.ts";
import type { DbusValue } from "./dbus-value.ts";
import { marshal } from "./marshal.ts";
import { parseSignature } from "./type-signature.ts";

/** Message types of the specification. */
export const METHOD_CALL = 1;
export const METHOD_RETURN = 2;
export const ERROR = 3;

/** Flag of a call that wants no reply. */
export const NO_REPLY_EXPECTED = 1;

/** Bytes of a message's start that tell how long it is. */
export const PREFIX_BYTES = 16;
/** Longest message that is taken. The specification allows 128 MiB; ten thousand units are listed in 2 MiB. */
export const MAX_MESSAGE_BYTES: number = 16 * 1024 * 1024;

/** Fields of a message's header that are texts, by their name here. Absent ones are empty. */
export interface MessageHead {
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly errorName?: string;
  readonly destination?: string;
}

/** A message as it came. */
export interface Message extends Required<MessageHead> {
  readonly type: number;
  readonly flags: number;
  readonly serial: number;
  /** Serial of the call that it answers, or 0. */
  readonly replySerial: number;
  readonly sender: string;
  readonly signature: string;
  readonly body: Buffer;
  readonly isLittle: boolean;
}

/** What is told of an answer. */
export type Reply = Pick<Message, "type" | "replySerial" | "errorName" | "signature" | "body" | "isLittle">;

/** A message to be sent. */
export interface OutgoingMessage extends MessageHead {
  readonly type: number;
  readonly flags?: number;
  readonly serial: number;
  readonly replySerial?: number;
  readonly signature?: string;
  readonly values?: readonly DbusValue[];
}

const fault = (what: string): ParseError => new ParseError("D-Bus message", 0, what);

const paddedTo8 = (length: number): number => Math.ceil(length / 8) * 8;

function isLittleEndian(mark: number): boolean {
  if (mark === 0x6c) return true;
  if (mark === 0x42) return false;
  throw fault(`it begins with the byte ${mark}, which is no byte order`);
}

const uint32 = (bytes: Buffer, at: number): number =>
  ((bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)) >>>
  0;

/**
 * Length of the message that begins at `start`, where there are at least PREFIX_BYTES. Throws ParseError when they
 * begin no message of protocol version 1, or one of more than MAX_MESSAGE_BYTES.
 */
export function messageLength(bytes: Buffer, start = 0): number {
  if (bytes.length - start < PREFIX_BYTES) throw fault("its first 16 bytes are not there");
  const isLittle = isLittleEndian(bytes[start] as number);
  if (bytes[start + 3] !== 1) throw fault(`protocol version ${bytes[start + 3]}`);
  const fields = isLittle ? uint32(bytes, start + 12) : bytes.readUInt32BE(start + 12);
  const body = isLittle ? uint32(bytes, start + 4) : bytes.readUInt32BE(start + 4);
  const length = PREFIX_BYTES + paddedTo8(fields) + body;
  if (length > MAX_MESSAGE_BYTES) throw fault(`${length} bytes are more than ${MAX_MESSAGE_BYTES}`);
  return length;
}

/** Header fields by their number in the specification, with the type that each must have. */
const FIELDS: readonly (readonly [key: string, signature: string])[] = [
  ["", ""],
  ["path", "o"],
  ["interface", "s"],
  ["member", "s"],
  ["errorName", "s"],
  ["replySerial", "u"],
  ["destination", "s"],
  ["sender", "s"],
  ["signature", "g"],
];

const FIELDS_AT = 16;
const ERROR_NAME_FIELD = 4;
const REPLY_SERIAL_FIELD = 5;
const SIGNATURE_FIELD = 8;
const TEXT = "s".charCodeAt(0);
const PATH = "o".charCodeAt(0);
const NUMBER = "u".charCodeAt(0);
const SIGNATURE = "g".charCodeAt(0);

/** Decodes one whole message. Throws ParseError on bytes that are none; its body is looked at by who reads it. */
export function decodeMessage(bytes: Buffer): Message {
  if (messageLength(bytes) !== bytes.length) throw fault("it has another length than it says");
  const isLittle = isLittleEndian(bytes[0] as number);
  const reader = new BodyReader(bytes, isLittle, 8);
  const serial = reader.uint32();
  const fields: Record<string, DbusValue> = {};
  const end = reader.arrayEnd(8);
  while (reader.position < end) {
    reader.align(8);
    const number = reader.byte();
    const signature = reader.signature();
    const [type, ...more] = parseSignature(signature);
    if (type === undefined || more.length > 0) throw fault(`header field ${number} is of type ${signature}`);
    const value = reader.value(type, 2);
    const [key, wanted] = FIELDS[number] ?? ["", ""];
    // Fields that later versions of the protocol add are to be ignored.
    if (key === "" || wanted === "") continue;
    if (signature !== wanted) throw fault(`its ${key} is of type ${signature}`);
    fields[key] = value;
  }
  reader.endArray(end);
  reader.align(8);
  const text = (key: string): string => (fields[key] ?? "") as string;
  return {
    type: bytes[1] as number,
    flags: bytes[2] as number,
    serial,
    replySerial: (fields["replySerial"] ?? 0) as number,
    path: text("path"),
    interface: text("interface"),
    member: text("member"),
    errorName: text("errorName"),
    destination: text("destination"),
    sender: text("sender"),
    signature: text("signature"),
    body: bytes.subarray(reader.position),
    isLittle,
  };
}

/**
 * What buses of little-endian hosts send, told by its bytes without making anything of the fields that nobody asks for:
 * undefined when it is anything else.
 */
function quickReply(bytes: Buffer): Reply | undefined {
  if (bytes[0] !== 0x6c) return undefined;
  const end = FIELDS_AT + uint32(bytes, 12);
  const bodyAt = (end + 7) & -8;
  if (bodyAt + uint32(bytes, 4) !== bytes.length) return undefined;
  let replySerial = 0;
  let errorName = "";
  let signature = "";
  let at = FIELDS_AT;
  while (at < end) {
    at = (at + 7) & -8;
    const field = bytes[at];
    const type = bytes[at + 2];
    if (bytes[at + 1] !== 1 || bytes[at + 3] !== 0) return undefined;
    at += 4;
    if (type === TEXT || type === PATH) {
      const from = at + 4;
      at = from + uint32(bytes, at) + 1;
      if (field === ERROR_NAME_FIELD) errorName = bytes.toString("utf8", from, at - 1);
    } else if (type === NUMBER) {
      if (field === REPLY_SERIAL_FIELD) replySerial = uint32(bytes, at);
      at += 4;
    } else if (type === SIGNATURE) {
      const from = at + 1;
      at = from + (bytes[at] as number) + 1;
      if (field === SIGNATURE_FIELD) signature = bytes.toString("latin1", from, at - 1);
    } else {
      return undefined;
    }
  }
  if (at !== end) return undefined;
  return { type: bytes[1] as number, replySerial, errorName, signature, body: bytes.subarray(bodyAt), isLittle: true };
}

/** Decodes one whole message as far as it is an answer. Throws ParseError on bytes that are none. */
export const decodeReply = (bytes: Buffer): Reply => quickReply(bytes) ?? decodeMessage(bytes);

/** Encodes a message, little-endian. Throws ParseError when its values are not of its signature's types. */
export function encodeMessage(message: OutgoingMessage): Buffer {
  const { type, flags = 0, serial, signature = "", values = [] } = message;
  const body = marshal(signature, values);
  const given: Readonly<Record<string, DbusValue | undefined>> = { ...message, signature };
  const fields: DbusValue[] = [];
  for (let number = 1; number < FIELDS.length; number += 1) {
    const [key, fieldSignature] = FIELDS[number] as readonly [string, string];
    const value = given[key];
    if (value === undefined || value === "" || value === 0) continue;
    fields.push([number, { signature: fieldSignature, value }]);
  }
  const head = marshal("yyyyuua(yv)", [0x6c, type, flags, 1, body.length, serial, fields]);
  return Buffer.concat([head, Buffer.alloc(paddedTo8(head.length) - head.length), body]);
}

/** The values of a message's body. Throws ParseError when it is not what its signature says. */
export function messageValues({
  signature,
  body,
  isLittle,
}: Pick<Message, "signature" | "body" | "isLittle">): readonly DbusValue[] {
  const reader = new BodyReader(body, isLittle);
  const values = parseSignature(signature).map((type) => reader.value(type));
  reader.endArray(body.length);
  return values;
}
