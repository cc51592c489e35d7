import type { NetworkInterfaceInfo } from "node:os";

/** One address of a network device. */
export interface NetworkAddress {
  readonly device: string;
  readonly address: string;
  /** Length of the network prefix. */
  readonly netmask: string;
  readonly scope: string;
}

const IPV6_LINK_LOCAL = /^fe[89ab]/i;

/** How far an address reaches, in node_exporter's terms; empty for one that no host can be reached by. */
export function scopeOf(address: string, family: NetworkInterfaceInfo["family"]): string {
  if (family === "IPv4") {
    if (address.startsWith("127.") || address.startsWith("169.254.") || address.startsWith("224.0.0.")) {
      return "link-local";
    }
    const first = Number(address.slice(0, address.indexOf(".")));
    const multicast = first >= 224 && first < 240;
    return multicast || address === "0.0.0.0" || address === "255.255.255.255" ? "" : "global";
  }
  if (address === "::1" || IPV6_LINK_LOCAL.test(address) || address.startsWith("ff02:")) return "link-local";
  if (address.startsWith("ff01:")) return "interface-local";
  return address === "::" || address.startsWith("ff") ? "" : "global";
}

/** The addresses of the devices that are wanted, from what `os.networkInterfaces()` returns. */
export function networkAddresses(
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
  wanted: (device: string) => boolean,
): readonly NetworkAddress[] {
  const addresses: NetworkAddress[] = [];
  for (const [device, infos] of Object.entries(interfaces)) {
    if (!wanted(device)) continue;
    for (const { address, family, cidr } of infos ?? []) {
      // Without a contiguous netmask there is no prefix length.
      if (cidr === null) continue;
      const netmask = cidr.slice(cidr.indexOf("/") + 1);
      addresses.push({ device, address, netmask, scope: scopeOf(address, family) });
    }
  }
  return addresses;
}
