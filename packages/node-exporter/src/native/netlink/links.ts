import { hostEndian } from "../host-endian.ts";
import { ParseError } from "@sightglass/metrics-registry";
import { attributeValue, encodeAttribute, encodeU32, visitAttributes } from "./attributes.ts";
import type { NetlinkConnection, NetlinkRequest } from "./connection.ts";

/** A network device as RTM_NEWLINK describes it (linux/if_link.h); undefined is what the kernel does not tell of it. */
export interface Link {
  readonly index: number;
  /** ARPHRD_ number. */
  readonly type: number;
  /** IFF_ bits. */
  readonly flags: number;
  readonly name: string;
  readonly address: string;
  readonly broadcast: string;
  readonly alias: string;
  readonly alternativeNames: readonly string[];
  readonly operationalState: number;
  readonly mtu: number;
  /** Index of the device that this one is stacked on; 0 when it is none. */
  readonly lower: number;
  readonly carrier: number | undefined;
  readonly carrierChanges: number | undefined;
  readonly carrierUpCount: number | undefined;
  readonly carrierDownCount: number | undefined;
  readonly linkMode: number | undefined;
  readonly group: number | undefined;
  readonly queueLength: number | undefined;
  /** struct rtnl_link_stats64, member by member; empty unless asked for. */
  readonly statistics: readonly number[];
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const RTM_GETLINK = 18;
const IFINFO_BYTES = 16;
const IFLA = {
  address: 1,
  broadcast: 2,
  name: 3,
  mtu: 4,
  link: 5,
  queueLength: 13,
  operationalState: 16,
  linkMode: 17,
  alias: 20,
  statistics64: 23,
  group: 27,
  extendedMask: 29,
  carrier: 33,
  carrierChanges: 35,
  carrierUpCount: 47,
  carrierDownCount: 48,
  propertyList: 52,
  alternativeName: 53,
} as const;
/**
 * What is asked for beside the usual (linux/rtnetlink.h). The kernel makes room for a device with long descriptions, as
 * one with many alternative names, only when any of it is, and else leaves the device out without a word; so where
 * the counters are wanted too, something is asked that concerns the ports of bridges alone and changes nothing.
 */
const RTEXT_FILTER = { bridgeVlanCompressed: 1 << 2, skipStatistics: 1 << 3 } as const;

const { u8, u32, text, hardwareAddress } = attributeValue;

function alternativeNames(data: Buffer, start: number, end: number): readonly string[] {
  const names: string[] = [];
  visitAttributes(data, start, end, (type, from, to) => {
    if (type === IFLA.alternativeName) names.push(text(data, from, to));
  });
  return names;
}

function counters(data: Buffer, start: number, end: number): readonly number[] {
  const values: number[] = [];
  for (let at = start; at + 8 <= end; at += 8) values.push(hostEndian.u64(data, at));
  return values;
}

const NO_NAMES: readonly string[] = [];
const NO_COUNTERS: readonly number[] = [];

/** Decodes the body of RTM_NEWLINK. Throws ParseError. */
export function decodeLink(data: Buffer, start: number, end: number): Link {
  if (end - start < IFINFO_BYTES) throw new ParseError("RTM_NEWLINK", 0, "it is cut short");
  const link: Writable<Link> = {
    index: hostEndian.u32(data, start + 4),
    type: hostEndian.u16(data, start + 2),
    flags: hostEndian.u32(data, start + 8),
    name: "",
    address: "",
    broadcast: "",
    alias: "",
    alternativeNames: NO_NAMES,
    operationalState: 0,
    mtu: 0,
    lower: 0,
    carrier: undefined,
    carrierChanges: undefined,
    carrierUpCount: undefined,
    carrierDownCount: undefined,
    linkMode: undefined,
    group: undefined,
    queueLength: undefined,
    statistics: NO_COUNTERS,
  };
  visitAttributes(data, start + IFINFO_BYTES, end, (type, from, to) => {
    if (type === IFLA.name) link.name = text(data, from, to);
    else if (type === IFLA.address) link.address = hardwareAddress(data, from, to);
    else if (type === IFLA.broadcast) link.broadcast = hardwareAddress(data, from, to);
    else if (type === IFLA.alias) link.alias = text(data, from, to);
    else if (type === IFLA.propertyList) link.alternativeNames = alternativeNames(data, from, to);
    else if (type === IFLA.operationalState) link.operationalState = u8(data, from, to);
    else if (type === IFLA.mtu) link.mtu = u32(data, from, to);
    else if (type === IFLA.link) link.lower = u32(data, from, to);
    else if (type === IFLA.carrier) link.carrier = u8(data, from, to);
    else if (type === IFLA.carrierChanges) link.carrierChanges = u32(data, from, to);
    else if (type === IFLA.carrierUpCount) link.carrierUpCount = u32(data, from, to);
    else if (type === IFLA.carrierDownCount) link.carrierDownCount = u32(data, from, to);
    else if (type === IFLA.linkMode) link.linkMode = u8(data, from, to);
    else if (type === IFLA.group) link.group = u32(data, from, to);
    else if (type === IFLA.queueLength) link.queueLength = u32(data, from, to);
    else if (type === IFLA.statistics64) link.statistics = counters(data, from, to);
  });
  return link;
}

/** Index and name of the device in the body of RTM_NEWLINK. Throws ParseError. */
export function decodeLinkName(data: Buffer, start: number, end: number): readonly [index: number, name: string] {
  if (end - start < IFINFO_BYTES) throw new ParseError("RTM_NEWLINK", 0, "it is cut short");
  let name = "";
  visitAttributes(data, start + IFINFO_BYTES, end, (type, from, to) => {
    if (type === IFLA.name) name = text(data, from, to);
  });
  return [hostEndian.u32(data, start + 4), name];
}

function request(withStatistics: boolean): NetlinkRequest {
  const mask = withStatistics ? RTEXT_FILTER.bridgeVlanCompressed : RTEXT_FILTER.skipStatistics;
  const filter = encodeAttribute(IFLA.extendedMask, encodeU32(mask));
  return { name: "RTM_GETLINK", type: RTM_GETLINK, body: Buffer.concat([Buffer.alloc(IFINFO_BYTES), filter]) };
}

/** All devices of this network namespace. */
export function listLinks(connection: NetlinkConnection, withStatistics: boolean): readonly Link[] {
  return connection.dump(request(withStatistics), decodeLink);
}

/** Names of all devices by index. */
export function listLinkNames(connection: NetlinkConnection): ReadonlyMap<number, string> {
  return new Map(connection.dump(request(false), decodeLinkName));
}
