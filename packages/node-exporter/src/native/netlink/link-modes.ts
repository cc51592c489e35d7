import { attributeValue, encodeAttribute, visitAttributes } from "./attributes.ts";
import type { NetlinkConnection } from "./connection.ts";
import { findGenericFamily, genericRequest, GENERIC_HEADER_BYTES } from "./generic-family.ts";

/** Speed and duplex of a device as the ethtool family of generic netlink tells them (linux/ethtool_netlink.h). */
export interface LinkModes {
  readonly device: string;
  /** Megabits per second; 4294967295 when the driver does not know it. */
  readonly speed: number;
  /** DUPLEX_ number: 0 half, 1 full, 255 unknown. */
  readonly duplex: number;
}

const ETHTOOL_MSG_LINKMODES_GET = { name: "ETHTOOL_MSG_LINKMODES_GET", number: 4, version: 1 };
const ETHTOOL_A_LINKMODES_HEADER = 1;
const ETHTOOL_A_LINKMODES_SPEED = 5;
const ETHTOOL_A_LINKMODES_DUPLEX = 6;
const ETHTOOL_A_HEADER_DEV_NAME = 2;

const NLA_F_NESTED = 0x8000;

/** Decodes the body of ETHTOOL_MSG_LINKMODES_GET_REPLY. Throws ParseError. */
export function decodeLinkModes(data: Buffer, start: number, end: number): LinkModes {
  let device = "";
  let speed = 0;
  let duplex = 0;
  visitAttributes(data, start + GENERIC_HEADER_BYTES, end, (type, from, to) => {
    if (type === ETHTOOL_A_LINKMODES_SPEED) speed = attributeValue.u32(data, from, to);
    else if (type === ETHTOOL_A_LINKMODES_DUPLEX) duplex = attributeValue.u8(data, from, to);
    else if (type === ETHTOOL_A_LINKMODES_HEADER) {
      visitAttributes(data, from, to, (inner, innerFrom, innerTo) => {
        if (inner === ETHTOOL_A_HEADER_DEV_NAME) device = attributeValue.text(data, innerFrom, innerTo);
      });
    }
  });
  return { device, speed, duplex };
}

/** The link modes of all devices whose driver tells them. Throws SystemError ENOENT without the ethtool family. */
export function listLinkModes(connection: NetlinkConnection): readonly LinkModes[] {
  const family = findGenericFamily(connection, "ethtool");
  const header = encodeAttribute(ETHTOOL_A_LINKMODES_HEADER | NLA_F_NESTED, Buffer.alloc(0));
  return connection.dump(genericRequest(family, ETHTOOL_MSG_LINKMODES_GET, [header]), decodeLinkModes);
}
