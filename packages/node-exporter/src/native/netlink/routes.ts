import { ParseError } from "@sightglass/metrics-registry";
import { hostEndian } from "../host-endian.ts";
import type { Kernel } from "../kernel.ts";
import { attributeValue, visitAttributes } from "./attributes.ts";
import { dumpInTurns, type MessageDecoder, type NetlinkRequest } from "./connection.ts";
import { ipText } from "./ip-text.ts";
import { NETLINK_PROTOCOL } from "./socket.ts";

/** One way that packets of a route may take. */
export interface NextHop {
  readonly deviceIndex: number;
  /** Empty when there is none. */
  readonly gateway: string;
  /** Undefined when it is the route's only way. */
  readonly weight: number | undefined;
}

/** A unicast route as RTM_NEWROUTE describes it. Addresses are empty when there is none. */
export interface Route {
  readonly source: string;
  /** `default`, or the address with the length of its prefix. */
  readonly destination: string;
  readonly priority: number;
  /** RTPROT_ number. */
  readonly protocol: number;
  readonly hops: readonly NextHop[];
}

const RTM_GETROUTE = 26;
const RTMSG_BYTES = 12;
const RTN_UNICAST = 1;
const RTNEXTHOP_BYTES = 8;
/** linux/rtnetlink.h */
const RTA_DST = 1;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_PRIORITY = 6;
const RTA_PREFSRC = 7;
const RTA_MULTIPATH = 9;

function address(data: Buffer, start: number, end: number): string {
  const text = ipText(data.subarray(start, end));
  if (text === undefined) throw new ParseError("RTM_NEWROUTE", 0, `an address of ${end - start} bytes`);
  return text;
}

/** A list of struct rtnexthop, each with attributes of its own. */
function decodeHops(data: Buffer, start: number, end: number): readonly NextHop[] {
  const hops: NextHop[] = [];
  for (let at = start; at < end;) {
    const length = end - at < RTNEXTHOP_BYTES ? 0 : hostEndian.u16(data, at);
    if (length < RTNEXTHOP_BYTES || length > end - at) throw new ParseError("RTM_NEWROUTE", 0, "a hop is cut short");
    let gateway = "";
    visitAttributes(data, at + RTNEXTHOP_BYTES, at + length, (type, from, to) => {
      if (type === RTA_GATEWAY) gateway = address(data, from, to);
    });
    // The kernel counts weights from 0.
    hops.push({ deviceIndex: hostEndian.u32(data, at + 4), gateway, weight: (data[at + 3] ?? 0) + 1 });
    at += (length + 3) & ~3;
  }
  return hops;
}

/**
 * Decodes the body of RTM_NEWROUTE: struct rtmsg and attributes (rtnetlink(7)); undefined for a route that is not
 * unicast. Throws ParseError.
 */
export function decodeRoute(data: Buffer, start: number, end: number): Route | undefined {
  if (end - start < RTMSG_BYTES) throw new ParseError("RTM_NEWROUTE", 0, "it is cut short");
  if (data[start + 7] !== RTN_UNICAST) return undefined;
  const prefix = data[start + 1] ?? 0;
  let source = "";
  let destination = "";
  let gateway = "";
  let priority = 0;
  let deviceIndex = 0;
  let hops: readonly NextHop[] = [];
  visitAttributes(data, start + RTMSG_BYTES, end, (type, from, to) => {
    if (type === RTA_DST) destination = address(data, from, to);
    else if (type === RTA_PREFSRC) source = address(data, from, to);
    else if (type === RTA_GATEWAY) gateway = address(data, from, to);
    else if (type === RTA_OIF) deviceIndex = attributeValue.u32(data, from, to);
    else if (type === RTA_PRIORITY) priority = attributeValue.u32(data, from, to);
    else if (type === RTA_MULTIPATH) hops = decodeHops(data, from, to);
  });
  return {
    source,
    destination: prefix === 0 ? "default" : `${destination}/${prefix}`,
    priority,
    protocol: data[start + 5] ?? 0,
    hops: hops.length > 0 ? hops : [{ deviceIndex, gateway, weight: undefined }],
  };
}

const ALL_ROUTES: NetlinkRequest = { name: "RTM_GETROUTE", type: RTM_GETROUTE, body: Buffer.alloc(RTMSG_BYTES) };

/** What `make` makes of the unicast routes of all address families and tables of this network namespace. */
export function listRoutes<Row>(
  kernel: Kernel,
  make: (route: Route) => Row,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const decode: MessageDecoder<Row> = (data, start, end) => {
    const route = decodeRoute(data, start, end);
    return route === undefined ? undefined : make(route);
  };
  return dumpInTurns(kernel.openNetlinkSocket(NETLINK_PROTOCOL.route), ALL_ROUTES, decode, signal);
}
