import { networkInterfaces } from "node:os";
import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createExclusiveDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { NETDEV_OPTIONS } from "../netdev-options.ts";
import { networkAddressFamily } from "../network-address-family.ts";
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
      ...NETDEV_OPTIONS,
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
      networkAddressFamily(family),
    ],
  });
}
