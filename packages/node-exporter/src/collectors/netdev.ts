import { networkInterfaces } from "node:os";
import { defineCollector, type CollectorDefinition, type MetricFamily } from "@sightglass/metrics-registry";
import { createExclusiveDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { networkAddresses, type NetworkAddress } from "../network-addresses.ts";
import { NETDEV_COUNTERS, type NetdevCounter } from "../netdev-counters.ts";
import { parseNetDev } from "../procfs/net-dev.ts";

/** Files below a device's statistics, in the order in which the detailed way keeps their values. */
const STATISTICS = NETDEV_COUNTERS.flatMap(({ detailed }) => (detailed === undefined ? [] : [detailed]));

type Way = "legacy" | "procfs" | "detailed";

/** Where a counter's value stands among a device's values, or nowhere. */
const positionOf = (counter: NetdevCounter, way: Way): number | undefined =>
  way === "detailed"
    ? counter.detailed === undefined
      ? undefined
      : STATISTICS.indexOf(counter.detailed)
    : counter[way];

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

/** The families with the label `ifalias`, which exist only when a flag asks for it. */
function* aliasedFamilies({ way, devices }: NetdevData): Generator<MetricFamily> {
  for (const counter of NETDEV_COUNTERS) {
    const position = positionOf(counter, way);
    if (position === undefined) continue;
    const points = devices.flatMap(({ device, alias, values }) => {
      const value = values[position];
      if (alias === undefined || value === undefined) return [];
      return [{ labels: [["device", device] as const, ["ifalias", alias] as const], value }];
    });
    if (points.length > 0) yield { name: counter.name, type: "counter", help: counter.help, points };
  }
}

export const netdev: CollectorDefinition<Host> = defineCollector({
  name: "netdev",
  help: "Traffic and errors of network devices, from /proc/net/dev and /sys/class/net/*/statistics.",
  enabledByDefault: true,
  options: {
    include: {
      flag: "collector.netdev.device-include",
      type: "regex",
      default: "",
      aliases: ["collector.netdev.device-whitelist"],
      help: "Devices to expose; not together with device-exclude.",
    },
    exclude: {
      flag: "collector.netdev.device-exclude",
      type: "regex",
      default: "",
      aliases: ["collector.netdev.device-blacklist"],
      help: "Devices to leave out; not together with device-include.",
    },
    netlink: {
      flag: "collector.netdev.netlink",
      type: "boolean",
      default: true,
      help: "Expose what netlink tells, read from sysfs where /proc/net/dev has no column for it.",
    },
    addressInfo: {
      flag: "collector.netdev.address-info",
      type: "boolean",
      default: false,
      help: "Expose the addresses of each device.",
    },
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
  setup: (options, _host: Host) => {
    const ignored = createExclusiveDeviceFilter(options, "");
    const detailedWay: Way = options.netlink ? "detailed" : "procfs";
    return {
      options,
      way: options.detailed ? detailedWay : ("legacy" as const),
      wanted: (device: string) => !ignored(device),
    };
  },
  read: (host: Host, _signal, { options, way, wanted }): NetdevData => ({
    way,
    devices: parseNetDev(host.proc.hot("net/dev"), wanted).map(({ device, counters }) => {
      let values: readonly (number | undefined)[] = counters;
      if (way === "detailed") {
        values = STATISTICS.map((file) => host.sys.number(`class/net/${device}/statistics/${file}`));
      } else if (way === "legacy" && options.netlink) {
        values = [...counters, host.sys.number(`class/net/${device}/statistics/rx_nohandler`)];
      }
      const alias = options.labelAlias ? (host.sys.attribute(`class/net/${device}/ifalias`) ?? "") : undefined;
      return { device, values, alias };
    }),
    addresses: options.addressInfo ? networkAddresses(networkInterfaces(), wanted) : [],
  }),
  families: (family) => [
    ...NETDEV_COUNTERS.map((counter) =>
      family({
        name: counter.name,
        type: "counter",
        labels: ["device"],
        help: counter.help,
        samples: ({ way, devices }, emit) => {
          const position = positionOf(counter, way);
          if (position === undefined) return;
          for (const { device, values, alias } of devices) {
            const value = values[position];
            if (value !== undefined && alias === undefined) emit(value, device);
          }
        },
      }),
    ),
    family.foreign({ help: "The same counters with the device's alias as a label.", families: aliasedFamilies }),
    family({
      name: "node_network_address_info",
      type: "gauge",
      labels: ["device", "address", "netmask", "scope"],
      help: "Addresses of each network device that is up, with prefix length and scope; the value is always 1.",
      samples: ({ addresses }, emit) => {
        for (const one of addresses) emit(1, one.device, one.address, one.netmask, one.scope);
      },
    }),
  ],
});
