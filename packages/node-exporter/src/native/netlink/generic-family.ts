import { ParseError } from "@sightglass/metrics-registry";
import { attributeValue, encodeAttribute, visitAttributes } from "./attributes.ts";
import type { NetlinkConnection, NetlinkRequest } from "./connection.ts";

/** Bytes of struct genlmsghdr: command, version, reserved. */
export const GENERIC_HEADER_BYTES = 4;

/** linux/genetlink.h: the controller, which knows the families by name. */
const GENL_ID_CTRL = 16;
const CTRL_CMD_GETFAMILY = 3;
const CTRL_VERSION = 1;
const CTRL_ATTR_FAMILY_ID = 1;
const CTRL_ATTR_FAMILY_NAME = 2;

/** A family of generic netlink; its number is given when its module is loaded. */
export interface GenericFamily {
  readonly name: string;
  readonly id: number;
}

/** A command of a family, under the name that its header gives it. */
export interface GenericCommand {
  readonly name: string;
  readonly number: number;
  readonly version: number;
}

/** A request to a family. */
export function genericRequest(
  family: GenericFamily,
  command: GenericCommand,
  attributes: readonly Buffer[],
): NetlinkRequest {
  const head = Buffer.from([command.number, command.version, 0, 0]);
  return { name: command.name, type: family.id, body: Buffer.concat([head, ...attributes]) };
}

/** The number of the family in an answer of the controller. */
export function decodeFamilyId(data: Buffer, start: number, end: number): number {
  let id: number | undefined;
  visitAttributes(data, start + GENERIC_HEADER_BYTES, end, (type, from, to) => {
    if (type === CTRL_ATTR_FAMILY_ID) id = attributeValue.u16(data, from, to);
  });
  if (id === undefined) throw new ParseError("netlink", 0, "a family without a number");
  return id;
}

/** Looks a family up by its name. Throws SystemError ENOENT where the kernel has none of that name. */
export function findGenericFamily(connection: NetlinkConnection, name: string): GenericFamily {
  const request = genericRequest(
    { name: "nlctrl", id: GENL_ID_CTRL },
    { name: `CTRL_CMD_GETFAMILY ${name}`, number: CTRL_CMD_GETFAMILY, version: CTRL_VERSION },
    [encodeAttribute(CTRL_ATTR_FAMILY_NAME, Buffer.from(`${name}\0`))],
  );
  const [id] = connection.get(request, decodeFamilyId);
  if (id === undefined) throw new ParseError("netlink", 0, `no answer about the family ${name}`);
  return { name, id };
}
