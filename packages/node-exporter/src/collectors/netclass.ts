import { defineCollector } from "@sightglass/metrics-registry";
import { createAttributePaths } from "../attribute-paths.ts";
import type { DeviceFilter } from "../device-filter.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { askKernel } from "../native/kernel-of.ts";
import { readNetlinkDevices, type SysfsNumbers } from "../netclass/netlink-devices.ts";
import { netlinkFamilies } from "../netclass/netlink-families.ts";
import { NUMBERS, type NetworkDevice } from "../netclass/network-device.ts";
import { withVirtualDevices } from "../virtual-devices.ts";

const CLASS = "class/net";
/** net/if.h */
const IFF_UP = 0x1;
/** net/if_arp.h */
const ARPHRD_LOOPBACK = 772;
const BYTES_PER_MEGABIT = 125_000;

const positionOf = (wanted: (typeof NUMBERS)[number]["attribute"]): number =>
  NUMBERS.findIndex(({ attribute }) => attribute === wanted);
const ADDR_ASSIGN_TYPE = positionOf("addr_assign_type");
const CARRIER = positionOf("carrier");
const DEV_ID = positionOf("dev_id");
const DORMANT = positionOf("dormant");
const IFINDEX = positionOf("ifindex");
const NAME_ASSIGN_TYPE = positionOf("name_assign_type");
const TYPE = positionOf("type");

/** Files of a device: those of NUMBERS, then these. */
const OTHERS = ["flags", "speed", "address", "broadcast", "duplex", "operstate", "ifalias"] as const;
const FILES = [...NUMBERS.map(({ attribute }) => attribute), ...OTHERS];
const [FLAGS, SPEED, ADDRESS, BROADCAST, DUPLEX, OPERSTATE, IFALIAS] = OTHERS.map(
  (_, index) => NUMBERS.length + index,
) as [number, number, number, number, number, number, number];

/** Bound of the devices that are remembered so. */
const MAX_IDENTITIES = 4096;

/**
 * What of a device changes with an event only: a renaming (dev_change_name in net/core/dev.c, which writes the origin
 * before it renames the device's kobject), or a move into another network namespace, which gives a new index
 * (dev_change_net_namespace). The type, the address and the device below change without any.
 */
interface Identity {
  readonly epoch: number;
  readonly ifindex: number | undefined;
  /** Undefined when the name has no known origin; asking for it fails then. */
  readonly nameAssignType: number | undefined;
}

interface NetclassState {
  readonly isIgnored: DeviceFilter;
  readonly ignoreInvalidSpeed: boolean;
  readonly pathsOf: (device: string) => readonly string[];
  /** By name. */
  readonly identities: Map<string, Identity>;
}

function identityOf(sys: FileTree, device: string, paths: readonly string[], { identities }: NetclassState): Identity {
  const epoch = sys.deviceEpoch();
  sys.follow(`${CLASS}/${device}`);
  const known = identities.get(device);
  if (known?.epoch === epoch) return known;
  if (identities.size >= MAX_IDENTITIES) identities.clear();
  const identity: Identity = {
    epoch,
    ifindex: sys.number(paths[IFINDEX] as string),
    nameAssignType: sys.number(paths[NAME_ASSIGN_TYPE] as string),
  };
  identities.set(device, identity);
  return identity;
}

/**
 * Reads one device; undefined when it is none (`bonding_masters`) or vanished. The kernel answers carrier, dormant,
 * speed and duplex of a device that is down with EINVAL, and speed and duplex of a loopback device always; a failing read is
 * far dearer than one that answers, so those are not asked.
 */
function readDevice(sys: FileTree, device: string, state: NetclassState): NetworkDevice | undefined {
  const paths = state.pathsOf(device);
  const { ifindex, nameAssignType } = identityOf(sys, device, paths, state);
  const flags = sys.number(paths[FLAGS] as string);
  const operstate = sys.attribute(paths[OPERSTATE] as string);
  if (flags === undefined && operstate === undefined) return undefined;
  const down = flags !== undefined && (flags & IFF_UP) === 0;
  const numbers: (number | undefined)[] = [];
  for (let at = 0; at < NUMBERS.length; at += 1) {
    if (at === IFINDEX) numbers.push(ifindex);
    else if (at === NAME_ASSIGN_TYPE) numbers.push(nameAssignType);
    else numbers.push(down && (at === CARRIER || at === DORMANT) ? undefined : sys.number(paths[at] as string));
  }
  const hasLinkSettings = !down && numbers[TYPE] !== ARPHRD_LOOPBACK;
  const speed = hasLinkSettings ? sys.number(paths[SPEED] as string) : undefined;
  const hideSpeed = speed === undefined || (state.ignoreInvalidSpeed && speed < 0);
  return {
    device,
    numbers,
    flags,
    speedBytes: hideSpeed ? undefined : speed * BYTES_PER_MEGABIT,
    address: sys.attribute(paths[ADDRESS] as string) ?? "",
    broadcast: sys.attribute(paths[BROADCAST] as string) ?? "",
    duplex: (hasLinkSettings ? sys.attribute(paths[DUPLEX] as string) : undefined) ?? "",
    operstate: operstate ?? "",
    ifalias: sys.attribute(paths[IFALIAS] as string) ?? "",
    netlink: undefined,
  };
}

/** What netlink does not tell of a device. */
function readSysfsNumbers(sys: FileTree, device: string, state: NetclassState): SysfsNumbers {
  const paths = state.pathsOf(device);
  const { nameAssignType } = identityOf(sys, device, paths, state);
  return {
    addr_assign_type: sys.number(paths[ADDR_ASSIGN_TYPE] as string),
    dev_id: sys.number(paths[DEV_ID] as string),
    name_assign_type: nameAssignType,
  };
}

function readSysfsDevices(sys: FileTree, state: NetclassState): readonly NetworkDevice[] {
  const devices: NetworkDevice[] = [];
  for (const name of listClass(sys, CLASS)) {
    if (state.isIgnored(name)) continue;
    const device = readDevice(sys, name, state);
    if (device !== undefined) devices.push(device);
  }
  return devices;
}

function adminState(flags: number | undefined): string {
  if (flags === undefined) return "unknown";
  return (flags & IFF_UP) === 0 ? "down" : "up";
}

/** Link state and settings of network devices. */
export const netclass = defineCollector({
  name: "netclass",
  help: "Link state, speed, MTU and identity of network devices, from /sys/class/net or by rtnetlink.",
  enabledByDefault: true,
  isSteady: true,
  options: {
    ignoredDevices: {
      flag: "collector.netclass.ignored-devices",
      type: "regex",
      default: "^$",
      help: "Network devices to leave out.",
    },
    ignoreInvalidSpeed: {
      flag: "collector.netclass.ignore-invalid-speed",
      type: "boolean",
      default: false,
      help: "Leave the speed of a device out when it is negative, which means unknown.",
    },
    netlink: {
      flag: "collector.netclass.netlink",
      type: "boolean",
      default: false,
      help: "Ask netlink instead of sysfs, which tells alternative names too.",
    },
    withStatistics: {
      flag: "collector.netclass_rtnl.with-stats",
      type: "boolean",
      default: false,
      help: "With netlink, expose the traffic counters of the netdev collector as well, which then has to be off.",
    },
  },
  setup: ({ netlink, withStatistics, ignoredDevices, ignoreInvalidSpeed }, host: Host) => {
    const { sys } = host;
    const isIgnored = withVirtualDevices((device) => ignoredDevices?.test(device) === true, host);
    const pathsOf = createAttributePaths(CLASS, FILES);
    const state: NetclassState = { isIgnored, ignoreInvalidSpeed, pathsOf, identities: new Map() };
    return {
      state,
      netlink: netlink
        ? {
            isIgnored,
            ignoreInvalidSpeed,
            withStatistics,
            readSysfs: (device: string) => readSysfsNumbers(sys, device, state),
          }
        : undefined,
    };
  },
  read: (host: Host, _signal, { netlink, state }) =>
    netlink === undefined ? readSysfsDevices(host.sys, state) : askKernel(() => readNetlinkDevices(host, netlink)),
  families: (family) => [
    family({
      name: "node_network_up",
      type: "gauge",
      labels: ["device"],
      help: "Whether the device's operational state is up (1) or anything else (0).",
      samples: (devices, emit) => {
        for (const { device, operstate } of devices) emit(operstate === "up" ? 1 : 0, device);
      },
    }),
    family({
      name: "node_network_info",
      type: "gauge",
      labels: ["device", "address", "broadcast", "duplex", "operstate", "adminstate", "ifalias"],
      help: "Addresses, states and alias of the device as labels; the value is always 1.",
      samples: (devices, emit) => {
        for (const { device, address, broadcast, duplex, operstate, flags, ifalias, netlink } of devices) {
          if (netlink !== undefined) return;
          emit(1, device, address, broadcast, duplex, operstate, adminState(flags), ifalias);
        }
      },
    }),
    family.foreign({
      help: "With netlink, node_network_info without the label adminstate and, when asked for, the traffic counters.",
      families: netlinkFamilies,
    }),
    family({
      name: "node_network_altnames_info",
      type: "gauge",
      labels: ["altname", "device"],
      help: "Alternative name of the device, which only netlink tells; the value is always 1.",
      samples: (devices, emit) => {
        for (const { device, netlink } of devices) {
          for (const name of netlink?.alternativeNames ?? []) if (name !== "") emit(1, name, device);
        }
      },
    }),
    family({
      name: "node_network_flags",
      type: "gauge",
      labels: ["device"],
      help: "Flags of the device as one number, bit by bit as IFF_ constants name them.",
      samples: (devices, emit) => {
        for (const { device, flags } of devices) if (flags !== undefined) emit(flags, device);
      },
    }),
    family({
      name: "node_network_speed_bytes",
      type: "gauge",
      labels: ["device"],
      help: "Speed of the link in bytes per second; negative when the device does not know it.",
      samples: (devices, emit) => {
        for (const { device, speedBytes } of devices) if (speedBytes !== undefined) emit(speedBytes, device);
      },
    }),
    ...NUMBERS.map(({ name, type, help }, at) =>
      family({
        name,
        type,
        labels: ["device"],
        help,
        samples: (devices, emit) => {
          // By index: for each pass of a loop over an iterator, the interpreter makes an object.
          for (let index = 0; index < devices.length; index += 1) {
            const { device, numbers } = devices[index] as NetworkDevice;
            const value = numbers[at];
            if (value !== undefined) emit(value, device);
          }
        },
      }),
    ),
  ],
});
