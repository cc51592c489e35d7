import type { FamilyBuilder, StaticFamily } from "@sightglass/metrics-registry";
import type { NetworkAddress } from "./network-addresses.ts";

interface Addresses {
  readonly addresses: readonly NetworkAddress[];
}

/** The addresses of network devices, which every platform has. */
export function networkAddressFamily<Data extends Addresses>(family: FamilyBuilder<Data>): StaticFamily<Data> {
  return family({
    name: "node_network_address_info",
    type: "gauge",
    labels: ["device", "address", "netmask", "scope"],
    help: "Addresses of each network device that is up, with prefix length and scope; the value is always 1.",
    samples: ({ addresses }, emit) => {
      for (const { device, address, netmask, scope } of addresses) emit(1, device, address, netmask, scope);
    },
  });
}
