import { NoDataError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { kernelOf } from "../native/kernel-of.ts";
import { withNetlink } from "../native/netlink/connection.ts";
import { listLinkModes, type LinkModes } from "../native/netlink/link-modes.ts";
import { listLinks, type Link } from "../native/netlink/links.ts";
import { NETLINK_PROTOCOL } from "../native/netlink/socket.ts";
import { NUMBERS, type NetworkDevice } from "./network-device.ts";

/** Numbers of a device that only sysfs has, by the attribute's name. */
export type SysfsNumbers = Readonly<Record<"addr_assign_type" | "dev_id" | "name_assign_type", number | undefined>>;

/** Which devices are wanted, and what of them. */
export interface NetlinkDevicesOptions {
  readonly isIgnored: (device: string) => boolean;
  readonly ignoreInvalidSpeed: boolean;
  readonly withStatistics: boolean;
  /** What only sysfs has of a device. */
  readonly readSysfs: (device: string) => SysfsNumbers;
}

const BYTES_PER_MEGABIT = 125_000;
/** linux/ethtool.h: the driver does not know it, as while the link is down. */
const SPEED_UNKNOWN = 0xffff_ffff;
/** By IF_OPER_ number (RFC 2863). */
const OPERATIONAL_STATES = ["unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"];
/** By DUPLEX_ number, with the capitals that node_exporter gives them in this mode. */
const DUPLEXES: Readonly<Record<number, string>> = { 0: "Half", 1: "Full", 255: "Unknown" };

/** The value under the name that an attribute of sysfs has. */
function numberOf(
  link: Link,
  sysfs: SysfsNumbers,
  attribute: (typeof NUMBERS)[number]["attribute"],
): number | undefined {
  switch (attribute) {
    case "carrier":
      return link.carrier;
    case "carrier_changes":
      return link.carrierChanges;
    case "carrier_up_count":
      return link.carrierUpCount;
    case "carrier_down_count":
      return link.carrierDownCount;
    // node_exporter gives the link mode twice, and netlink tells nothing else of the kind.
    case "dormant":
    case "link_mode":
      return link.linkMode;
    case "ifindex":
      return link.index;
    case "iflink":
      return link.lower === 0 ? link.index : link.lower;
    case "mtu":
      return link.mtu;
    case "netdev_group":
      return link.group;
    case "tx_queue_len":
      return link.queueLength;
    case "type":
      return link.type;
    case "addr_assign_type":
    case "dev_id":
    case "name_assign_type":
      return sysfs[attribute];
  }
}

const NO_COUNTERS: readonly number[] = [];

function deviceOf(link: Link, modes: LinkModes | undefined, options: NetlinkDevicesOptions): NetworkDevice {
  const { name } = link;
  const sysfs = options.readSysfs(name);
  const hideSpeed = modes === undefined || (options.ignoreInvalidSpeed && modes.speed === SPEED_UNKNOWN);
  return {
    device: name,
    numbers: NUMBERS.map(({ attribute }) => numberOf(link, sysfs, attribute)),
    flags: link.flags,
    speedBytes: hideSpeed ? undefined : modes.speed * BYTES_PER_MEGABIT,
    address: link.address,
    broadcast: link.broadcast,
    duplex: modes === undefined ? "" : (DUPLEXES[modes.duplex] ?? `Duplex(${modes.duplex})`),
    operstate: OPERATIONAL_STATES[link.operationalState] ?? "unknown",
    ifalias: link.alias,
    // Old kernels give the counters even if they are not asked for.
    netlink: {
      alternativeNames: link.alternativeNames,
      statistics: options.withStatistics ? link.statistics : NO_COUNTERS,
    },
  };
}

/** Link modes by device; none where the kernel has no ethtool family (before 5.6), which costs speed and duplex only. */
function linkModes(host: Host): ReadonlyMap<string, LinkModes> {
  try {
    const list = withNetlink(kernelOf(host), NETLINK_PROTOCOL.generic, listLinkModes);
    return new Map(list.map((modes) => [modes.device, modes]));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return new Map();
    throw error;
  }
}

/** The network devices as rtnetlink and the ethtool family of generic netlink describe them. */
export function readNetlinkDevices(host: Host, options: NetlinkDevicesOptions): readonly NetworkDevice[] {
  const modes = linkModes(host);
  const links = withNetlink(kernelOf(host), NETLINK_PROTOCOL.route, (connection) =>
    listLinks(connection, options.withStatistics),
  );
  if (links.length === 0) throw new NoDataError("this network namespace has no device");
  return links
    .filter(({ name }) => !options.isIgnored(name))
    .map((link) => deviceOf(link, modes.get(link.name), options));
}
