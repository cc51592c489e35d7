import { BodyReader } from "./body-reader.ts";
import type { DbusValue, DbusVariant } from "./dbus-value.ts";
import type { Message } from "./message.ts";
import { parseSignature, type DbusType } from "./type-signature.ts";

const VARIANT = parseSignature("v")[0] as DbusType;
const TEXT = "s".charCodeAt(0);
const UINT32 = "u".charCodeAt(0);
const UINT64 = "t".charCodeAt(0);
/** Where a value that is aligned to four bytes begins, and one that is aligned to eight. */
const AT_4 = 4;
const AT_8 = 8;

/** Values of the three types that nearly all wanted properties have; undefined for all else. */
function quickValue(body: Buffer): DbusValue | undefined {
  if (body[0] !== 1 || body[2] !== 0 || body.length < AT_8) return undefined;
  const type = body[1];
  if (type === UINT32) return body.length === AT_8 ? body.readUInt32LE(AT_4) : undefined;
  if (type === UINT64) return body.length === AT_8 + 8 ? body.readBigUInt64LE(AT_8) : undefined;
  if (type !== TEXT) return undefined;
  const end = AT_8 + body.readUInt32LE(AT_4);
  return body.length === end + 1 && body[end] === 0 ? body.toString("utf8", AT_8, end) : undefined;
}

/**
 * Parses the reply of Properties.Get, `v`, to the value within. Undefined when the reply is of another type. Throws
 * ParseError on bytes that are not of the type that they say.
 */
export function parseProperty({
  signature,
  body,
  isLittle,
}: Pick<Message, "signature" | "body" | "isLittle">): DbusValue | undefined {
  if (signature !== "v") return undefined;
  const value = isLittle ? quickValue(body) : undefined;
  return value ?? (new BodyReader(body, isLittle).value(VARIANT) as DbusVariant).value;
}
