import type { LabelPairs, MetricFamily } from "@sightglass/metrics-registry";
import type { NetworkDevice } from "./network-device.ts";

/** Counters in the order of struct rtnl_link_stats64. They are gauges, as node_exporter has them in this mode. */
const STATISTICS: readonly (readonly [name: string, help: string])[] = [
  ["node_network_receive_packets_total", "Packets that the device received."],
  ["node_network_transmit_packets_total", "Packets that the device sent."],
  ["node_network_receive_bytes_total", "Bytes that the device received."],
  ["node_network_transmit_bytes_total", "Bytes that the device sent."],
  ["node_network_receive_errors_total", "Received packets that were bad, of any kind."],
  ["node_network_transmit_errors_total", "Packets that the device failed to send, of any kind."],
  ["node_network_receive_dropped_total", "Received packets that the kernel dropped for want of room."],
  ["node_network_transmit_dropped_total", "Packets that the kernel dropped on their way out."],
  ["node_network_multicast_total", "Multicast packets received by the device."],
  ["node_network_collisions_total", "Collisions while the device was sending."],
  ["node_network_receive_length_errors_total", "Received packets of a wrong length."],
  ["node_network_receive_over_errors_total", "Received packets lost because the device had no buffer."],
  ["node_network_receive_crc_errors_total", "Received packets with a wrong checksum."],
  ["node_network_receive_frame_errors_total", "Received packets with a wrong frame alignment."],
  ["node_network_receive_fifo_errors_total", "Received packets lost because the device's queue ran over."],
  ["node_network_receive_missed_errors_total", "Received packets that the host was too slow to take."],
  ["node_network_transmit_aborted_errors_total", "Packets whose sending was given up, as after too many collisions."],
  ["node_network_transmit_carrier_errors_total", "Packets not sent because the carrier was lost."],
  ["node_network_transmit_fifo_errors_total", "Packets not sent because the device's queue ran dry."],
  ["node_network_transmit_heartbeat_errors_total", "Failed heartbeat tests of the link (half-duplex Ethernet)."],
  ["node_network_transmit_window_errors_total", "Packets not sent because of late collisions."],
  ["node_network_receive_compressed_total", "Compressed packets that the device received."],
  ["node_network_transmit_compressed_total", "Compressed packets that the device sent."],
  ["node_network_receive_nohandler_total", "Received packets dropped because the device was inactive."],
];

const NO_FAMILIES: readonly MetricFamily[] = [];

function infoLabels({ device, address, broadcast, duplex, operstate, ifalias }: NetworkDevice): LabelPairs {
  return [
    ["address", address],
    ["broadcast", broadcast],
    ["device", device],
    ["duplex", duplex],
    ["ifalias", ifalias],
    ["operstate", operstate],
  ];
}

/**
 * Families whose labels or types differ from those of the other mode, or that netdev has: without `adminstate`, and
 * counters as gauges. None for devices read from sysfs.
 */
export function netlinkFamilies(devices: readonly NetworkDevice[]): readonly MetricFamily[] {
  // A flag decides for all devices.
  const [first] = devices;
  if (first?.netlink === undefined) return NO_FAMILIES;
  const info: MetricFamily = {
    name: "node_network_info",
    type: "gauge",
    help: "Addresses, state and alias of the device as labels; the value is always 1.",
    points: devices.map((device) => ({ labels: infoLabels(device), value: 1 })),
  };
  if (first.netlink.statistics.length === 0) return [info];
  const counters = STATISTICS.map(([name, help], index): MetricFamily => {
    const points = devices.flatMap(({ device, netlink }) => {
      const value = netlink?.statistics[index];
      return value === undefined ? [] : [{ labels: [["device", device] as const], value }];
    });
    return { name, type: "gauge", help, points };
  });
  return [info, ...counters.filter(({ points }) => points.length > 0)];
}
