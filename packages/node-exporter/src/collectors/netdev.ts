import { networkInterfaces } from "node:os";
import { defineCollector, type CollectorDefinition, type MetricFamily } from "@sightglass/metrics-registry";
import { createAttributePaths } from "../attribute-paths.ts";
import { createExclusiveDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { NETDEV_OPTIONS } from "../netdev-options.ts";
import { networkAddressFamily } from "../network-address-family.ts";
import { networkAddresses, type NetworkAddress } from "../network-addresses.ts";
import { parseNetDev } from "../procfs/net-dev.ts";
import { withVirtualDevices } from "../virtual-devices.ts";

/** Column after those of /proc/net/dev: packets without a handler, which only netlink and sysfs tell. */
const NO_HANDLER = 16;
/** For a counter that one of the ways of reading does not give, or gives under another name. */
const NONE = -1;

/**
 * Name, column of /proc/net/dev under its own names, column under node_exporter's detailed names, file below
 * /sys/class/net/DEV/statistics (which has what netlink tells) and help of each counter.
 */
const COUNTERS = [
  ["node_network_receive_bytes_total", 0, 0, "rx_bytes", "Bytes received by the network device."],
  ["node_network_receive_packets_total", 1, 1, "rx_packets", "Packets received by the network device."],
  ["node_network_receive_errs_total", 2, NONE, "", "Received packets that were bad."],
  ["node_network_receive_drop_total", 3, NONE, "", "Received packets that were dropped or missed for want of room."],
  ["node_network_receive_fifo_total", 4, 4, "", "Received packets lost because the device's buffer ran over."],
  ["node_network_receive_frame_total", 5, 5, "", "Received packets with a wrong length, checksum or frame."],
  [
    "node_network_receive_compressed_total",
    6,
    6,
    "rx_compressed",
    "Compressed packets received by the network device.",
  ],
  ["node_network_receive_multicast_total", 7, 7, "", "Multicast packets received by the network device."],
  ["node_network_transmit_bytes_total", 8, 8, "tx_bytes", "Bytes sent by the network device."],
  ["node_network_transmit_packets_total", 9, 9, "tx_packets", "Packets sent by the network device."],
  ["node_network_transmit_errs_total", 10, NONE, "", "Packets that the network device failed to send."],
  ["node_network_transmit_drop_total", 11, NONE, "", "Packets dropped on their way out."],
  ["node_network_transmit_fifo_total", 12, 12, "", "Packets not sent because the device's buffer ran dry or over."],
  ["node_network_transmit_colls_total", 13, 13, "", "Collisions while sending."],
  [
    "node_network_transmit_carrier_total",
    14,
    14,
    "",
    "Packets not sent for want of carrier, and other failures of the link.",
  ],
  ["node_network_transmit_compressed_total", 15, 15, "tx_compressed", "Compressed packets sent by the network device."],
  [
    "node_network_receive_nohandler_total",
    NO_HANDLER,
    NONE,
    "rx_nohandler",
    "Received packets dropped because the device was inactive.",
  ],
  ["node_network_receive_errors_total", NONE, 2, "rx_errors", "Received packets that were bad, of any kind."],
  [
    "node_network_receive_dropped_total",
    NONE,
    3,
    "rx_dropped",
    "Received packets that the kernel dropped for want of room.",
  ],
  ["node_network_transmit_errors_total", NONE, 10, "tx_errors", "Packets that the device failed to send, of any kind."],
  ["node_network_transmit_dropped_total", NONE, 11, "tx_dropped", "Packets that the kernel dropped on their way out."],
  ["node_network_multicast_total", NONE, NONE, "multicast", "Multicast packets received by the device."],
  ["node_network_collisions_total", NONE, NONE, "collisions", "Collisions while the device was sending."],
  ["node_network_receive_length_errors_total", NONE, NONE, "rx_length_errors", "Received packets of a wrong length."],
  [
    "node_network_receive_over_errors_total",
    NONE,
    NONE,
    "rx_over_errors",
    "Received packets lost because the device had no buffer.",
  ],
  ["node_network_receive_crc_errors_total", NONE, NONE, "rx_crc_errors", "Received packets with a wrong checksum."],
  [
    "node_network_receive_frame_errors_total",
    NONE,
    NONE,
    "rx_frame_errors",
    "Received packets with a wrong frame alignment.",
  ],
  [
    "node_network_receive_fifo_errors_total",
    NONE,
    NONE,
    "rx_fifo_errors",
    "Received packets lost because the device's queue ran over.",
  ],
  [
    "node_network_receive_missed_errors_total",
    NONE,
    NONE,
    "rx_missed_errors",
    "Received packets that the host was too slow to take.",
  ],
  [
    "node_network_transmit_aborted_errors_total",
    NONE,
    NONE,
    "tx_aborted_errors",
    "Packets whose sending was given up, as after too many collisions.",
  ],
  [
    "node_network_transmit_carrier_errors_total",
    NONE,
    NONE,
    "tx_carrier_errors",
    "Packets not sent because the carrier was lost.",
  ],
  [
    "node_network_transmit_fifo_errors_total",
    NONE,
    NONE,
    "tx_fifo_errors",
    "Packets not sent because the device's queue ran dry.",
  ],
  [
    "node_network_transmit_heartbeat_errors_total",
    NONE,
    NONE,
    "tx_heartbeat_errors",
    "Failed heartbeat tests of the link (half-duplex Ethernet).",
  ],
  [
    "node_network_transmit_window_errors_total",
    NONE,
    NONE,
    "tx_window_errors",
    "Packets not sent because of late collisions.",
  ],
] as const;

/** Files below a device's statistics, in the order in which the detailed way keeps their values. */
const STATISTICS: readonly string[] = COUNTERS.map(([, , , file]) => file).filter((file) => file !== "");

/** The kernel writes one device's line at once. */
const LINE_BYTES = 512;

/** Their paths below a device, and which of them the legacy way reads. */
const STATISTICS_PATHS = STATISTICS.map((file) => `statistics/${file}`);
const NO_HANDLER_PATH = STATISTICS.indexOf("rx_nohandler");

type Way = "legacy" | "procfs" | "detailed";

/** Where each counter's value stands among a device's values. */
const POSITIONS: Readonly<Record<Way, readonly number[]>> = {
  legacy: COUNTERS.map(([, legacy]) => legacy),
  procfs: COUNTERS.map(([, , procfs]) => procfs),
  detailed: COUNTERS.map(([, , , file]) => STATISTICS.indexOf(file)),
};

interface Device {
  readonly device: string;
  readonly values: readonly (number | undefined)[];
  /** Undefined unless the alias becomes a label. */
  readonly alias: string | undefined;
}

interface NetdevData {
  readonly way: Way;
  readonly devices: readonly Device[];
  readonly addresses: readonly NetworkAddress[];
}

const NO_ADDRESSES: readonly NetworkAddress[] = [];
const NO_FAMILIES: readonly MetricFamily[] = [];

/** The families with the label `ifalias`, which exist only when a flag asks for it. */
function aliasedFamilies({ way, devices }: NetdevData): readonly MetricFamily[] {
  // A flag decides for all devices.
  if (devices[0]?.alias === undefined) return NO_FAMILIES;
  return COUNTERS.flatMap(([name, , , , help], index) => {
    const points = devices.flatMap(({ device, alias, values }) => {
      const value = values[POSITIONS[way][index] ?? NONE];
      if (alias === undefined || value === undefined) return [];
      return [{ labels: [["device", device] as const, ["ifalias", alias] as const], value }];
    });
    return points.length === 0 ? [] : [{ name, type: "counter" as const, help, points }];
  });
}

export const netdev: CollectorDefinition<Host> = defineCollector({
  name: "netdev",
  help: "Traffic and errors of network devices, from /proc/net/dev and /sys/class/net/*/statistics.",
  enabledByDefault: true,
  options: {
    include: NETDEV_OPTIONS.include,
    exclude: NETDEV_OPTIONS.exclude,
    netlink: {
      flag: "collector.netdev.netlink",
      type: "boolean",
      default: true,
      help: "Expose what netlink tells, read from sysfs where /proc/net/dev has no column for it.",
    },
    addressInfo: NETDEV_OPTIONS.addressInfo,
    detailed: {
      flag: "collector.netdev.enable-detailed-metrics",
      type: "boolean",
      default: false,
      help: "Expose every kind of error under a name of its own, instead of the names of /proc/net/dev.",
    },
    labelAlias: {
      flag: "collector.netdev.label-ifalias",
      type: "boolean",
      default: false,
      help: "Add the device's alias as a label.",
    },
  },
  setup: (options, host: Host) => {
    const ignored = withVirtualDevices(createExclusiveDeviceFilter("netdev", options, ""), host);
    const detailedWay: Way = options.netlink ? "detailed" : "procfs";
    return {
      options,
      way: options.detailed ? detailedWay : ("legacy" as const),
      usesSysfs: options.netlink || options.labelAlias,
      wanted: (device: string) => !ignored(device),
      statisticsOf: createAttributePaths("class/net", STATISTICS_PATHS),
    };
  },
  read: (host: Host, _signal, { options, way, usesSysfs, wanted, statisticsOf }): NetdevData => ({
    way,
    devices: parseNetDev(host.proc.hot("net/dev", LINE_BYTES), wanted).map(({ device, counters }) => {
      if (usesSysfs) host.sys.follow(`class/net/${device}`);
      let values: (number | undefined)[] = counters;
      if (way === "detailed") values = statisticsOf(device).map((path) => host.sys.number(path));
      else if (way === "legacy" && options.netlink) {
        values.push(host.sys.number(statisticsOf(device)[NO_HANDLER_PATH] as string));
      }
      const alias = options.labelAlias ? (host.sys.attribute(`class/net/${device}/ifalias`) ?? "") : undefined;
      return { device, values, alias };
    }),
    addresses: options.addressInfo ? networkAddresses(networkInterfaces(), wanted) : NO_ADDRESSES,
  }),
  families: (family) => [
    ...COUNTERS.map(([name, , , , help], index) =>
      family({
        name,
        type: "counter",
        labels: ["device"],
        help,
        samples: ({ way, devices }, emit) => {
          const position = POSITIONS[way][index] ?? NONE;
          if (position === NONE) return;
          // By index: for each pass of a loop over an iterator, the interpreter makes an object.
          for (let at = 0; at < devices.length; at += 1) {
            const { device, values, alias } = devices[at] as Device;
            const value = values[position];
            if (value !== undefined && alias === undefined) emit(value, device);
          }
        },
      }),
    ),
    family.foreign({ help: "The same counters with the device's alias as a label.", families: aliasedFamilies }),
    networkAddressFamily(family),
  ],
});
