import { BodyReader } from "./body-reader.ts";
import type { DbusValue, DbusVariant } from "./dbus-value.ts";
import type { Message } from "./message.ts";
import { parseSignature, type DbusType } from "./type-signature.ts";

const VARIANT = parseSignature("v")[0] as DbusType;

/**
 * Parses the reply of Properties.GetAll, `a{sv}`, and keeps the wanted ones: a unit of systemd has hundreds, and what
 * is not wanted is passed over undecoded. Nothing when the reply is of another type. Throws ParseError on bytes that
 * are not of the type that they say.
 */
export function parseProperties(
  { signature, body, isLittle }: Pick<Message, "signature" | "body" | "isLittle">,
  wanted: readonly { readonly name: string }[],
): ReadonlyMap<string, DbusValue> {
  const values = new Map<string, DbusValue>();
  if (signature !== "a{sv}") return values;
  const names = wanted.map(({ name }) => Buffer.from(name));
  const reader = new BodyReader(body, isLittle);
  const end = reader.arrayEnd(8);
  while (reader.position < end) {
    reader.align(8);
    const name = wanted[reader.indexAmong(names)]?.name;
    if (name === undefined) reader.skipVariant();
    else values.set(name, (reader.value(VARIANT) as DbusVariant).value);
  }
  reader.endArray(end);
  return values;
}
