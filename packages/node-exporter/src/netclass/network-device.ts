/** A network device as sysfs or netlink describes it. */
export interface NetworkDevice {
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
  /** What only netlink tells; undefined when the device was read from sysfs. */
  readonly netlink: NetlinkDetails | undefined;
}

/** What only netlink tells of a device. */
export interface NetlinkDetails {
  readonly alternativeNames: readonly string[];
  /** struct rtnl_link_stats64, member by member; empty unless asked for. */
  readonly statistics: readonly number[];
}

/** Numeric attributes other than flags and speed; the type says how the family is declared. */
export const NUMBERS = [
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
