import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import { networkAddresses, scopeOf } from "../src/network-addresses.ts";

test.each<[string, NetworkInterfaceInfo["family"], string]>([
  ["127.0.0.1", "IPv4", "link-local"],
  ["169.254.1.2", "IPv4", "link-local"],
  ["224.0.0.251", "IPv4", "link-local"],
  ["239.1.1.1", "IPv4", ""],
  ["10.0.0.1", "IPv4", "global"],
  ["203.0.113.9", "IPv4", "global"],
  ["255.255.255.255", "IPv4", ""],
  ["0.0.0.0", "IPv4", ""],
  ["::1", "IPv6", "link-local"],
  ["fe80::1", "IPv6", "link-local"],
  ["febf::1", "IPv6", "link-local"],
  ["ff02::1", "IPv6", "link-local"],
  ["ff01::1", "IPv6", "interface-local"],
  ["ff0e::1", "IPv6", ""],
  ["fd00::2", "IPv6", "global"],
  ["2001:db8::1", "IPv6", "global"],
  ["::", "IPv6", ""],
])("%s (%s) reaches %j", (address, family, scope) => {
  expect(scopeOf(address, family)).toBe(scope);
});

test("lists the addresses of the wanted devices", () => {
  const v4 = { address: "192.0.2.2", netmask: "255.255.255.0", family: "IPv4", mac: "", internal: false } as const;
  const v6 = { address: "fe80::1", netmask: "", family: "IPv6", mac: "", internal: false, scopeid: 2 } as const;
  const interfaces = {
    eth0: [
      { ...v4, cidr: "192.0.2.2/24" },
      { ...v6, cidr: "fe80::1/64" },
    ],
    eth1: [{ ...v4, cidr: null }],
    lo: [{ ...v4, cidr: "127.0.0.1/8" }],
  };
  expect(networkAddresses(interfaces, (device) => device !== "lo")).toEqual([
    { device: "eth0", address: "192.0.2.2", netmask: "24", scope: "global" },
    { device: "eth0", address: "fe80::1", netmask: "64", scope: "link-local" },
  ]);
});
