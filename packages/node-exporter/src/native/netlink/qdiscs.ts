import { ParseError } from "@sightglass/metrics-registry";
import { hostEndian } from "../host-endian.ts";
import { attributeValue, visitAttributes } from "./attributes.ts";
import type { NetlinkConnection } from "./connection.ts";

/** Counters of a queueing discipline. */
export interface QdiscCounters {
  readonly bytes: number;
  readonly packets: number;
  readonly drops: number;
  readonly requeues: number;
  readonly overlimits: number;
  /** Packets that wait. */
  readonly queueLength: number;
  /** Bytes that wait. */
  readonly backlog: number;
}

/** A queueing discipline as RTM_NEWQDISC describes it. */
export interface Qdisc extends QdiscCounters {
  readonly deviceIndex: number;
  /** Handle of the class that it hangs on; 0 at the root of its device. */
  readonly parent: number;
  readonly kind: string;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const RTM_GETQDISC = 38;
const TCMSG_BYTES = 20;
const TC_H_ROOT = 0xffff_ffff;
/** linux/rtnetlink.h and linux/gen_stats.h */
const TCA_KIND = 1;
const TCA_STATS = 3;
const TCA_STATS2 = 7;
const TCA_STATS_BASIC = 1;
const TCA_STATS_QUEUE = 3;
/** struct tc_stats; the kernel pads it. */
const STATS_BYTES = 36;

function addOldCounters(qdisc: Writable<Qdisc>, data: Buffer, start: number, end: number): void {
  if (end - start < STATS_BYTES) throw new ParseError("RTM_NEWQDISC", 0, "its counters are cut short");
  const { u32, u64 } = hostEndian;
  qdisc.bytes = u64(data, start);
  qdisc.packets = u32(data, start + 8);
  qdisc.drops = u32(data, start + 12);
  qdisc.overlimits = u32(data, start + 16);
  qdisc.queueLength = u32(data, start + 28);
  qdisc.backlog = u32(data, start + 32);
}

function addCounters(qdisc: Writable<Qdisc>, data: Buffer, start: number, end: number): void {
  const { u32, u64 } = attributeValue;
  // What it does not hold is zero: it replaces what an older attribute of the same message said.
  qdisc.bytes = qdisc.packets = qdisc.drops = qdisc.requeues = qdisc.overlimits = 0;
  qdisc.queueLength = qdisc.backlog = 0;
  visitAttributes(data, start, end, (type, from, to) => {
    if (type === TCA_STATS_BASIC) {
      qdisc.bytes = u64(data, from, to);
      qdisc.packets = u32(data, from + 8, to);
    } else if (type === TCA_STATS_QUEUE) {
      qdisc.queueLength = u32(data, from, to);
      qdisc.backlog = u32(data, from + 4, to);
      qdisc.drops = u32(data, from + 8, to);
      qdisc.requeues = u32(data, from + 12, to);
      qdisc.overlimits = u32(data, from + 16, to);
    }
  });
}

/** Decodes the body of RTM_NEWQDISC: struct tcmsg and attributes (rtnetlink(7)). Throws ParseError. */
export function decodeQdisc(data: Buffer, start: number, end: number): Qdisc {
  if (end - start < TCMSG_BYTES) throw new ParseError("RTM_NEWQDISC", 0, "it is cut short");
  const parent = hostEndian.u32(data, start + 12);
  const qdisc: Writable<Qdisc> = {
    deviceIndex: hostEndian.u32(data, start + 4),
    parent: parent === TC_H_ROOT ? 0 : parent,
    kind: "",
    bytes: 0,
    packets: 0,
    drops: 0,
    requeues: 0,
    overlimits: 0,
    queueLength: 0,
    backlog: 0,
  };
  visitAttributes(data, start + TCMSG_BYTES, end, (type, from, to) => {
    if (type === TCA_KIND) qdisc.kind = attributeValue.text(data, from, to);
    else if (type === TCA_STATS) addOldCounters(qdisc, data, from, to);
    else if (type === TCA_STATS2) addCounters(qdisc, data, from, to);
  });
  return qdisc;
}

/** The queueing disciplines at the roots of all devices of this network namespace. */
export function listRootQdiscs(connection: NetlinkConnection): readonly Qdisc[] {
  return connection.dump(
    { name: "RTM_GETQDISC", type: RTM_GETQDISC, body: Buffer.alloc(TCMSG_BYTES) },
    (data, start, end) => {
      const qdisc = decodeQdisc(data, start, end);
      return qdisc.parent === 0 ? qdisc : undefined;
    },
  );
}
