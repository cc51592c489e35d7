/**
 * Where a counter of a network device stands in each way of reading them: `legacy` and `procfs` are columns of
 * /proc/net/dev (under its own names and under node_exporter's detailed ones), `detailed` is the file below
 * /sys/class/net/DEV/statistics, which has the same counters as netlink.
 */
export interface NetdevCounter {
  readonly name: string;
  readonly help: string;
  readonly legacy?: number;
  readonly procfs?: number;
  readonly detailed?: string;
}

/** Column after those of /proc/net/dev: packets without a handler, which only netlink and sysfs tell. */
export const NO_HANDLER = 16;

/** Every counter, under every name that it has in one of the ways. */
export const NETDEV_COUNTERS: readonly NetdevCounter[] = [
  {
    name: "node_network_receive_bytes_total",
    legacy: 0,
    procfs: 0,
    detailed: "rx_bytes",
    help: "Bytes received by the network device.",
  },
  {
    name: "node_network_receive_packets_total",
    legacy: 1,
    procfs: 1,
    detailed: "rx_packets",
    help: "Packets received by the network device.",
  },
  { name: "node_network_receive_errs_total", legacy: 2, help: "Received packets that were bad." },
  {
    name: "node_network_receive_drop_total",
    legacy: 3,
    help: "Received packets that were dropped or missed for want of room.",
  },
  {
    name: "node_network_receive_fifo_total",
    legacy: 4,
    procfs: 4,
    help: "Received packets lost because the device's buffer ran over.",
  },
  {
    name: "node_network_receive_frame_total",
    legacy: 5,
    procfs: 5,
    help: "Received packets with a wrong length, checksum or frame.",
  },
  {
    name: "node_network_receive_compressed_total",
    legacy: 6,
    procfs: 6,
    detailed: "rx_compressed",
    help: "Compressed packets received by the network device.",
  },
  {
    name: "node_network_receive_multicast_total",
    legacy: 7,
    procfs: 7,
    help: "Multicast packets received by the network device.",
  },
  {
    name: "node_network_transmit_bytes_total",
    legacy: 8,
    procfs: 8,
    detailed: "tx_bytes",
    help: "Bytes sent by the network device.",
  },
  {
    name: "node_network_transmit_packets_total",
    legacy: 9,
    procfs: 9,
    detailed: "tx_packets",
    help: "Packets sent by the network device.",
  },
  { name: "node_network_transmit_errs_total", legacy: 10, help: "Packets that the network device failed to send." },
  { name: "node_network_transmit_drop_total", legacy: 11, help: "Packets dropped on their way out." },
  {
    name: "node_network_transmit_fifo_total",
    legacy: 12,
    procfs: 12,
    help: "Packets not sent because the device's buffer ran dry or over.",
  },
  { name: "node_network_transmit_colls_total", legacy: 13, procfs: 13, help: "Collisions while sending." },
  {
    name: "node_network_transmit_carrier_total",
    legacy: 14,
    procfs: 14,
    help: "Packets not sent for want of carrier, and other failures of the link.",
  },
  {
    name: "node_network_transmit_compressed_total",
    legacy: 15,
    procfs: 15,
    detailed: "tx_compressed",
    help: "Compressed packets sent by the network device.",
  },
  {
    name: "node_network_receive_nohandler_total",
    legacy: NO_HANDLER,
    detailed: "rx_nohandler",
    help: "Received packets dropped because the device was inactive.",
  },
  {
    name: "node_network_receive_errors_total",
    procfs: 2,
    detailed: "rx_errors",
    help: "Received packets that were bad, of any kind.",
  },
  {
    name: "node_network_receive_dropped_total",
    procfs: 3,
    detailed: "rx_dropped",
    help: "Received packets that the kernel dropped for want of room.",
  },
  {
    name: "node_network_transmit_errors_total",
    procfs: 10,
    detailed: "tx_errors",
    help: "Packets that the device failed to send, of any kind.",
  },
  {
    name: "node_network_transmit_dropped_total",
    procfs: 11,
    detailed: "tx_dropped",
    help: "Packets that the kernel dropped on their way out.",
  },
  { name: "node_network_multicast_total", detailed: "multicast", help: "Multicast packets received by the device." },
  { name: "node_network_collisions_total", detailed: "collisions", help: "Collisions while the device was sending." },
  {
    name: "node_network_receive_length_errors_total",
    detailed: "rx_length_errors",
    help: "Received packets of a wrong length.",
  },
  {
    name: "node_network_receive_over_errors_total",
    detailed: "rx_over_errors",
    help: "Received packets lost because the device had no buffer.",
  },
  {
    name: "node_network_receive_crc_errors_total",
    detailed: "rx_crc_errors",
    help: "Received packets with a wrong checksum.",
  },
  {
    name: "node_network_receive_frame_errors_total",
    detailed: "rx_frame_errors",
    help: "Received packets with a wrong frame alignment.",
  },
  {
    name: "node_network_receive_fifo_errors_total",
    detailed: "rx_fifo_errors",
    help: "Received packets lost because the device's queue ran over.",
  },
  {
    name: "node_network_receive_missed_errors_total",
    detailed: "rx_missed_errors",
    help: "Received packets that the host was too slow to take.",
  },
  {
    name: "node_network_transmit_aborted_errors_total",
    detailed: "tx_aborted_errors",
    help: "Packets whose sending was given up, as after too many collisions.",
  },
  {
    name: "node_network_transmit_carrier_errors_total",
    detailed: "tx_carrier_errors",
    help: "Packets not sent because the carrier was lost.",
  },
  {
    name: "node_network_transmit_fifo_errors_total",
    detailed: "tx_fifo_errors",
    help: "Packets not sent because the device's queue ran dry.",
  },
  {
    name: "node_network_transmit_heartbeat_errors_total",
    detailed: "tx_heartbeat_errors",
    help: "Failed heartbeat tests of the link (half-duplex Ethernet).",
  },
  {
    name: "node_network_transmit_window_errors_total",
    detailed: "tx_window_errors",
    help: "Packets not sent because of late collisions.",
  },
];
