import { hasCode } from "../../file-errors.ts";
import { attributeValue, encodeAttribute, encodeU32, visitAttributes } from "./attributes.ts";
import type { MessageDecoder, NetlinkConnection } from "./connection.ts";
import {
  findGenericFamily,
  genericRequest,
  GENERIC_HEADER_BYTES,
  type GenericCommand,
  type GenericFamily,
} from "./generic-family.ts";
import { decodeBss, decodeStation, type Bss, type Station } from "./wireless-details.ts";

/** A wireless device as nl80211 describes it (linux/nl80211.h). */
export interface WirelessInterface {
  readonly index: number;
  /** Empty for one that has no network device, as for P2P. */
  readonly name: string;
  /** Megahertz; 0 when it uses no channel. */
  readonly frequency: number;
}

/** A wireless device with the network it belongs to and the stations that it sees. */
export interface WirelessDevice extends WirelessInterface {
  readonly bss: Bss | undefined;
  readonly stations: readonly Station[];
}

const GET_INTERFACE: GenericCommand = { name: "NL80211_CMD_GET_INTERFACE", number: 5, version: 1 };
const GET_STATION: GenericCommand = { name: "NL80211_CMD_GET_STATION", number: 17, version: 1 };
const GET_SCAN: GenericCommand = { name: "NL80211_CMD_GET_SCAN", number: 32, version: 1 };
const ATTR_IFINDEX = 3;
const ATTR_IFNAME = 4;
const ATTR_WIPHY_FREQ = 38;

/** Decodes the body of NL80211_CMD_NEW_INTERFACE. Throws ParseError. */
export function decodeInterface(data: Buffer, start: number, end: number): WirelessInterface {
  let index = 0;
  let name = "";
  let frequency = 0;
  visitAttributes(data, start + GENERIC_HEADER_BYTES, end, (type, from, to) => {
    if (type === ATTR_IFINDEX) index = attributeValue.u32(data, from, to);
    else if (type === ATTR_IFNAME) name = attributeValue.text(data, from, to);
    else if (type === ATTR_WIPHY_FREQ) frequency = attributeValue.u32(data, from, to);
  });
  return { index, name, frequency };
}

/** What one device tells; nothing when it is of a kind that has none, or was removed meanwhile. */
function dumpOf<Row>(
  connection: NetlinkConnection,
  family: GenericFamily,
  { command, index }: { readonly command: GenericCommand; readonly index: number },
  decode: MessageDecoder<Row>,
): readonly Row[] {
  try {
    return connection.dump(genericRequest(family, command, [encodeAttribute(ATTR_IFINDEX, encodeU32(index))]), decode);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENODEV", "ENOTSUP", "ENETDOWN")) return [];
    throw error;
  }
}

/** All wireless devices that have a name. Throws SystemError ENOENT where the kernel has no nl80211. */
export function listWirelessDevices(connection: NetlinkConnection): readonly WirelessDevice[] {
  const family = findGenericFamily(connection, "nl80211");
  const devices: WirelessDevice[] = [];
  for (const device of connection.dump(genericRequest(family, GET_INTERFACE, []), decodeInterface)) {
    if (device.name === "") continue;
    const { index } = device;
    const [bss] = dumpOf(connection, family, { command: GET_SCAN, index }, decodeBss);
    const stations = dumpOf(connection, family, { command: GET_STATION, index }, decodeStation);
    devices.push({ ...device, bss, stations });
  }
  return devices;
}
