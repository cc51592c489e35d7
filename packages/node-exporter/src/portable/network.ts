import { networkInterfaces } from "node:os";
import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createExclusiveDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { networkAddresses, type NetworkAddress } from "../network-addresses.ts";
import { withVirtualDevices } from "../virtual-devices.ts";
import { createSilenceFilter, NETWORK_COUNTERS, type NetworkCounter } from "./network-counters.ts";
import type { NetworkData, PortablePlatform } from "./portable-source.ts";
import { sourceOf } from "./source-of.ts";

interface NamedCounter extends NetworkCounter {
  /** Whether the name is one of the detailed ones; undefined when it is in both forms. */
  readonly when: boolean | undefined;
}

interface NetworkRun {
  readonly devices: readonly NetworkData[];
  readonly detailed: boolean;
  readonly addresses: readonly NetworkAddress[];
}

/** Traffic of network devices that have an address. */
export function portableNetwork(platform: PortablePlatform): CollectorDefinition<Host> {
  const counters = NETWORK_COUNTERS[platform];
  const names = counters.flatMap((counter): readonly NamedCounter[] => {
    const { name, detailed } = counter;
    // A name that is the same in both forms is one family.
    if (name === detailed) return [{ ...counter, when: undefined }];
    return [
      { ...counter, when: false },
      { ...counter, name: detailed, when: true },
    ];
  });
  return defineCollector({
    name: "netdev",
    help: "Traffic and errors of network devices with an address, from the operating system's tools.",
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
        help: "Expose errors and drops under their detailed names.",
      },
    },
    setup: ({ include, exclude, addressInfo, detailed }, host: Host) => {
      const ignored = withVirtualDevices(createExclusiveDeviceFilter("netdev", { include, exclude }, ""), host);
      return { wanted: (device: string) => !ignored(device), heard: createSilenceFilter(), addressInfo, detailed };
    },
    read: async (host: Host, _signal, { wanted, heard, addressInfo, detailed }): Promise<NetworkRun> => {
      const devices = heard(await sourceOf(host).network()).filter(({ iface }) => wanted(iface));
      return { devices, detailed, addresses: addressInfo ? networkAddresses(networkInterfaces(), wanted) : [] };
    },
    families: (family) => [
      ...names.map(({ name, key, help, when }) =>
        family({
          name,
          type: "counter",
          labels: ["device"],
          help,
          samples: ({ devices, detailed }, emit) => {
            if (when !== undefined && when !== detailed) return;
            for (const device of devices) {
              const value = device[key];
              if (value !== null && Number.isFinite(value)) emit(value, device.iface);
            }
          },
        }),
      ),
      family({
        name: "node_network_address_info",
        type: "gauge",
        labels: ["device", "address", "netmask", "scope"],
        help: "Addresses of each network device that is up, with prefix length and scope; the value is always 1.",
        samples: ({ addresses }, emit) => {
          for (const { device, address, netmask, scope } of addresses) emit(1, device, address, netmask, scope);
        },
      }),
    ],
  });
}
