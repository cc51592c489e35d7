import type { BusConnection, MethodCall, PreparedCall } from "./bus-connection.ts";
import { BusError } from "./bus-error.ts";
import { callAll } from "./call-all.ts";
import { createCallTemplate, type CallTemplate } from "./call-template.ts";
import type { DbusValue } from "./dbus-value.ts";
import type { Reply } from "./message.ts";
import { parseProperties } from "./parse-properties.ts";
import { parseProperty } from "./parse-property.ts";

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
/** The object itself is not there any more, so asking it for one property after the other would give nothing. */
const GONE = new Set([
  "org.freedesktop.DBus.Error.UnknownObject",
  "org.freedesktop.DBus.Error.ServiceUnknown",
  "org.freedesktop.DBus.Error.NameHasNoOwner",
  "org.freedesktop.DBus.Error.NoReply",
  "org.freedesktop.DBus.Error.AccessDenied",
]);

/** Get of each property, marshalled once. */
const templates = new WeakMap<Property, CallTemplate>();

function getOne(destination: string, path: string, property: Property): PreparedCall {
  let template = templates.get(property);
  if (template === undefined) {
    const values = [property.interface, property.name];
    template = createCallTemplate({ destination, interface: PROPERTIES, member: "Get", signature: "ss", values });
    templates.set(property, template);
  }
  return { template, path };
}

function getAll(destination: string, { path, properties }: ObjectProperties): MethodCall {
  const first = properties[0] as Property;
  const isOne = properties.every((property) => property.interface === first.interface);
  // No interface means all of the object's, by the specification.
  const values = [isOne ? first.interface : ""];
  return { destination, path, interface: PROPERTIES, member: "GetAll", signature: "s", values };
}

/** Takes the answers to Gets of all of an object's properties; what it refused is missing. */
function valuesOf(
  properties: readonly Property[],
  replies: readonly (Reply | BusError)[],
  start: number,
): PropertyValues {
  const values = new Map<string, DbusValue>();
  for (let at = 0; at < properties.length; at += 1) {
    const reply = replies[start + at] as Reply | BusError;
    const value = reply instanceof BusError ? undefined : parseProperty(reply);
    if (value !== undefined) values.set((properties[at] as Property).name, value);
  }
  return values;
}

/** Asks for properties one by one, as some may be had although not all can. */
async function readSingly(
  connection: BusConnection,
  destination: string,
  { path, properties }: ObjectProperties,
): Promise<PropertyValues> {
  const calls = properties.map((property) => getOne(destination, path, property));
  return valuesOf(properties, await callAll(connection, calls), 0);
}

/**
 * Reads properties of many objects, all calls pipelined: an object of fewer properties than `getsForAll` is asked for
 * each by a Get of its own, any other for all that it has by one GetAll. `getsForAll` is how many Gets cost the service
 * as much as a GetAll. What an object refuses is missing from its values; a connection that ends rejects. A property
 * belongs to one destination.
 */
export async function readProperties(
  connection: BusConnection,
  destination: string,
  objects: readonly ObjectProperties[],
  getsForAll: number,
): Promise<readonly PropertyValues[]> {
  const calls: (MethodCall | PreparedCall)[] = [];
  for (let index = 0; index < objects.length; index += 1) {
    const object = objects[index] as ObjectProperties;
    const { path, properties } = object;
    if (properties.length >= getsForAll) calls.push(getAll(destination, object));
    else {
      for (let at = 0; at < properties.length; at += 1) {
        calls.push(getOne(destination, path, properties[at] as Property));
      }
    }
  }
  const replies = await callAll(connection, calls);
  const values: PropertyValues[] = [];
  let next = 0;
  for (let index = 0; index < objects.length; index += 1) {
    const object = objects[index] as ObjectProperties;
    const { properties } = object;
    if (properties.length < getsForAll) {
      values.push(valuesOf(properties, replies, next));
      next += properties.length;
      continue;
    }
    const reply = replies[next] as Reply | BusError;
    next += 1;
    if (!(reply instanceof BusError)) values.push(parseProperties(reply, properties));
    else values.push(GONE.has(reply.errorName) ? NOTHING : await readSingly(connection, destination, object));
  }
  return values;
}
