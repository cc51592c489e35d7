import { defineCollector, type Matcher } from "@sightglass/metrics-registry";
import { createAttributePaths } from "../attribute-paths.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";

interface NetworkDevice {
  readonly device: string;
  /** By position in NUMBERS. */
  readonly numbers: readonly (number | undefined)[];
  readonly flags: number | undefined;
  readonly speedBytes: number | undefined;
  readonly address: string;
  readonly broadcast: string;
  readonly duplex: string;
  readonly operstate: string;
  readonly ifalias: string;
}

const CLASS = "class/net";
/** net/if.h */
const IFF_UP = 0x1;
/** net/if_arp.h */
const ARPHRD_LOOPBACK = 772;
const BYTES_PER_MEGABIT = 125_000;

/** Numeric attributes other than flags and speed; the type says how the family is declared. */
const NUMBERS = [
  {
    name: "node_network_address_assign_type",
    attribute: "addr_assign_type",
    type: "gauge",
    help: "Where the hardware address comes from: 0 permanent, 1 random, 2 stolen from another device, 3 set.",
  },
  {
    name: "node_network_carrier",
    attribute: "carrier",
    type: "gauge",
    help: "Whether the device has a physical link (1) or not (0); absent while it is down.",
  },
  {
    name: "node_network_carrier_changes_total",
    attribute: "carrier_changes",
    type: "counter",
    help: "Times that the device's link came up or went down.",
  },
  {
    name: "node_network_carrier_up_changes_total",
    attribute: "carrier_up_count",
    type: "counter",
    help: "Times that the device's link came up.",
  },
  {
    name: "node_network_carrier_down_changes_total",
    attribute: "carrier_down_count",
    type: "counter",
    help: "Times that the device's link went down.",
  },
  {
    name: "node_network_device_id",
    attribute: "dev_id",
    type: "gauge",
    help: "Number that tells devices apart which share one hardware address.",
  },
  {
    name: "node_network_dormant",
    attribute: "dormant",
    type: "gauge",
    help: "Whether the device waits for something before it carries traffic, such as 802.1X (1), or not (0).",
  },
  {
    name: "node_network_iface_id",
    attribute: "ifindex",
    type: "gauge",
    help: "Index of the device in the kernel.",
  },
  {
    name: "node_network_iface_link",
    attribute: "iflink",
    type: "gauge",
    help: "Index of the device that this one is stacked on; its own for a physical device.",
  },
  {
    name: "node_network_iface_link_mode",
    attribute: "link_mode",
    type: "gauge",
    help: "Link mode of the device: 0 default, 1 dormant.",
  },
  {
    name: "node_network_mtu_bytes",
    attribute: "mtu",
    type: "gauge",
    help: "Largest packet that the device sends, in bytes.",
  },
  {
    name: "node_network_name_assign_type",
    attribute: "name_assign_type",
    type: "gauge",
    help: "Where the device's name comes from: 1 by the kernel in order, 2 predictable, 3 by user space, 4 renamed.",
  },
  {
    name: "node_network_net_dev_group",
    attribute: "netdev_group",
    type: "gauge",
    help: "Group number that an administrator gave the device.",
  },
  {
    name: "node_network_transmit_queue_length",
    attribute: "tx_queue_len",
    type: "gauge",
    help: "Packets that the device's transmit queue may hold.",
  },
  {
    name: "node_network_protocol_type",
    attribute: "type",
    type: "gauge",
    help: "Hardware type of the device, as ARPHRD numbers it.",
  },
] as const;

const CARRIER = NUMBERS.findIndex(({ attribute }) => attribute === "carrier");
const NAME_ASSIGN_TYPE = NUMBERS.findIndex(({ attribute }) => attribute === "name_assign_type");
const TYPE = NUMBERS.findIndex(({ attribute }) => attribute === "type");

/** Files of a device: those of NUMBERS, then these. */
const OTHERS = ["flags", "speed", "address", "broadcast", "duplex", "operstate", "ifalias"] as const;
const FILES = [...NUMBERS.map(({ attribute }) => attribute), ...OTHERS];
const [FLAGS, SPEED, ADDRESS, BROADCAST, DUPLEX, OPERSTATE, IFALIAS] = OTHERS.map(
  (_, index) => NUMBERS.length + index,
) as [number, number, number, number, number, number, number];

/** Bound of the devices that are remembered so. */
const MAX_UNNAMED = 4096;

interface NetclassState {
  readonly ignoredDevices: Matcher | undefined;
  readonly ignoreInvalidSpeed: boolean;
  readonly pathsOf: (device: string) => readonly string[];
  /** Devices whose name has no known origin: asking for it fails, and only a renaming changes it. */
  readonly unnamed: Set<string>;
}

/**
 * Reads one device; undefined when it is none (`bonding_masters`) or vanished. The kernel answers carrier, speed and
 * duplex of a device that is down with EINVAL, and speed and duplex of a loopback device always; a failing read is
 * far dearer than one that answers, so those are not asked.
 */
function readDevice(
  sys: FileTree,
  device: string,
  { pathsOf, ignoreInvalidSpeed, unnamed }: NetclassState,
): NetworkDevice | undefined {
  if (sys.follow(`${CLASS}/${device}`)) unnamed.delete(device);
  const paths = pathsOf(device);
  const flags = sys.number(paths[FLAGS] as string);
  const operstate = sys.attribute(paths[OPERSTATE] as string);
  if (flags === undefined && operstate === undefined) return undefined;
  const down = flags !== undefined && (flags & IFF_UP) === 0;
  const numbers: (number | undefined)[] = [];
  for (let at = 0; at < NUMBERS.length; at += 1) {
    const fails = (down && at === CARRIER) || (at === NAME_ASSIGN_TYPE && unnamed.has(device));
    numbers.push(fails ? undefined : sys.number(paths[at] as string));
  }
  if (numbers[NAME_ASSIGN_TYPE] === undefined && unnamed.size < MAX_UNNAMED) unnamed.add(device);
  const hasLinkSettings = !down && numbers[TYPE] !== ARPHRD_LOOPBACK;
  const speed = hasLinkSettings ? sys.number(paths[SPEED] as string) : undefined;
  const hideSpeed = speed === undefined || (ignoreInvalidSpeed && speed < 0);
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
  };
}

function adminState(flags: number | undefined): string {
  if (flags === undefined) return "unknown";
  return (flags & IFF_UP) === 0 ? "down" : "up";
}

/** Link state and settings of network devices. */
export const netclass = defineCollector({
  name: "netclass",
  help: "Link state, speed, MTU and identity of network devices, from /sys/class/net.",
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
      help: "Accepted so that existing command lines work; the data always comes from sysfs.",
    },
    withStatistics: {
      flag: "collector.netclass_rtnl.with-stats",
      type: "boolean",
      default: false,
      hidden: true,
      help: "Accepted so that existing command lines work; the netdev collector has the statistics.",
    },
  },
  setup: ({ ignoredDevices, ignoreInvalidSpeed }, _host: Host): NetclassState => ({
    ignoredDevices,
    ignoreInvalidSpeed,
    pathsOf: createAttributePaths(CLASS, FILES),
    unnamed: new Set(),
  }),
  read: ({ sys }: Host, _signal, state) => {
    const devices: NetworkDevice[] = [];
    for (const name of listClass(sys, CLASS)) {
      if (state.ignoredDevices?.test(name) === true) continue;
      const device = readDevice(sys, name, state);
      if (device !== undefined) devices.push(device);
    }
    return devices;
  },
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
        for (const { device, address, broadcast, duplex, operstate, flags, ifalias } of devices) {
          emit(1, device, address, broadcast, duplex, operstate, adminState(flags), ifalias);
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
