import { BodyReader } from "./body-reader.ts";
import type { BusConnection, MethodCall } from "./bus-connection.ts";
import { BusError } from "./bus-error.ts";
import { callAll } from "./call-all.ts";
import type { DbusValue, DbusVariant } from "./dbus-value.ts";
import type { Message } from "./message.ts";
import { parseProperties } from "./parse-properties.ts";
import { parseSignature, type DbusType } from "./type-signature.ts";

/** A property by the interface that it belongs to. */
export interface Property {
  readonly interface: string;
  readonly name: string;
}

/** The properties wanted of one object: one or more. */
export interface ObjectProperties {
  readonly path: string;
  readonly properties: readonly Property[];
}

/** Values by property name; those that the object did not give are missing. */
export type PropertyValues = ReadonlyMap<string, DbusValue>;

const PROPERTIES = "org.freedesktop.DBus.Properties";
const NOTHING: PropertyValues = new Map();
const VARIANT = parseSignature("v")[0] as DbusType;
/** The object itself is not there any more, so asking it for one property after the other would give nothing. */
const GONE = new Set([
  "org.freedesktop.DBus.Error.UnknownObject",
  "org.freedesktop.DBus.Error.ServiceUnknown",
  "org.freedesktop.DBus.Error.NameHasNoOwner",
  "org.freedesktop.DBus.Error.NoReply",
  "org.freedesktop.DBus.Error.AccessDenied",
]);

const getOne = (destination: string, path: string, property: Property): MethodCall => ({
  destination,
  path,
  interface: PROPERTIES,
  member: "Get",
  signature: "ss",
  values: [property.interface, property.name],
});

/** The one call that brings all wanted properties of an object. */
function callFor(destination: string, { path, properties }: ObjectProperties): MethodCall {
  const first = properties[0] as Property;
  if (properties.length === 1) return getOne(destination, path, first);
  const isOne = properties.every((property) => property.interface === first.interface);
  // No interface means all of the object's, by the specification.
  const values = [isOne ? first.interface : ""];
  return { destination, path, interface: PROPERTIES, member: "GetAll", signature: "s", values };
}

function oneValue(reply: Message): DbusValue | undefined {
  if (reply.signature !== "v") return undefined;
  return (new BodyReader(reply.body, reply.isLittle).value(VARIANT) as DbusVariant).value;
}

/** Asks for properties one by one, as some may be had although not all can. */
async function readSingly(
  connection: BusConnection,
  destination: string,
  { path, properties }: ObjectProperties,
): Promise<PropertyValues> {
  const replies = await callAll(
    connection,
    properties.map((property) => getOne(destination, path, property)),
  );
  const values = new Map<string, DbusValue>();
  for (const [at, reply] of replies.entries()) {
    const value = reply instanceof BusError ? undefined : oneValue(reply);
    if (value !== undefined) values.set((properties[at] as Property).name, value);
  }
  return values;
}

/**
 * Reads properties of many objects by one call for each object, all of them pipelined. What an object refuses is
 * missing from its values; a connection that ends rejects.
 */
export async function readProperties(
  connection: BusConnection,
  destination: string,
  objects: readonly ObjectProperties[],
): Promise<readonly PropertyValues[]> {
  const replies = await callAll(
    connection,
    objects.map((object) => callFor(destination, object)),
  );
  const values: PropertyValues[] = [];
  for (let at = 0; at < objects.length; at += 1) {
    const object = objects[at] as ObjectProperties;
    const reply = replies[at] as Message | BusError;
    const [first, second] = object.properties;
    if (reply instanceof BusError) {
      const isHopeless = second === undefined || GONE.has(reply.errorName);
      values.push(isHopeless ? NOTHING : await readSingly(connection, destination, object));
    } else if (second === undefined) {
      const value = oneValue(reply);
      values.push(value === undefined ? NOTHING : new Map([[(first as Property).name, value]]));
    } else {
      values.push(parseProperties(reply, object.properties));
    }
  }
  return values;
}
