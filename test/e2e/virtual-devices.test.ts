import { afterAll, beforeAll, expect, test } from "vitest";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { createNetworkNamespace, type NetworkNamespace } from "../servers/network-namespace.ts";

/** Devices as the kernel makes them, in the order of their dependence: what ip(8) is told after `link add`. */
const DEVICES: readonly (readonly string[])[] = [
  ["bond0", "type", "bond"],
  ["bond0.7", "link", "bond0", "type", "vlan", "id", "7"],
  ["br0", "type", "bridge"],
  ["veth0", "type", "veth", "peer", "name", "veth1"],
  ["veth0.8", "link", "veth0", "type", "vlan", "id", "8"],
  ["docker0", "type", "bridge"],
  ["mac0", "link", "bond0", "type", "macvlan"],
  ["vx0", "type", "vxlan", "id", "42", "dev", "bond0", "dstport", "4789"],
  ["tun0", "mode", "tun"],
  ["dummy0", "type", "dummy"],
];
const KEPT = ["bond0", "bond0.7", "br0", "lo"];
const LEFT = ["docker0", "dummy0", "mac0", "tun0", "veth0", "veth0.8", "veth1", "vx0"];

const PORTS = { include: 9100, exclude: 9101 } as const;
/** Families of one collector each. */
const FAMILIES = {
  netdev: /^node_network_receive_bytes_total\{/,
  netclass: /^node_network_mtu_bytes\{/,
  qdisc: /^node_qdisc_packets_total\{/,
  ethtool: /^node_ethtool_info\{/,
};

let network: NetworkNamespace;
const missing = new Set<string>();

/** Adds a device. A kernel that is built without its kind (bonds, for instance) leaves it out, and what stands on it. */
function add([name = "", ...rest]: readonly string[]): void {
  // A bridge without the bond in it would be one of those that are left out.
  if (name === "br0" && missing.has("bond0")) {
    missing.add(name);
    return;
  }
  try {
    if (name === "tun0") network.ip("tuntap", "add", name, ...rest);
    else network.ip("link", "add", name, ...rest);
  } catch {
    missing.add(name);
  }
}

beforeAll(async () => {
  ensureBuilt();
  network = createNetworkNamespace("sightglass-virtual");
  for (const device of DEVICES) add(device);
  if (!missing.has("bond0")) network.ip("link", "set", "bond0", "master", "br0");
  network.ip("link", "set", "veth1", "master", "docker0");
  // One that is down has no queueing discipline.
  for (const name of ["veth0", "veth1", "docker0"]) network.ip("link", "set", name, "up");
  for (const [choice, port] of Object.entries(PORTS)) {
    await network.start({
      name: `sightglass-${choice}`,
      command: SIGHTGLASS,
      args: [
        "node",
        `--web.listen-address=127.0.0.1:${port}`,
        `--collector.net.virtual=${choice}`,
        "--collector.disable-defaults",
        ...Object.keys(FAMILIES).map((name) => `--collector.${name}`),
      ],
      port,
    });
  }
}, 500_000);

afterAll(async () => {
  await network?.remove();
});

async function devices(choice: keyof typeof PORTS, family: RegExp): Promise<readonly string[]> {
  const page = await network.get(PORTS[choice], "/metrics");
  const lines = page.split("\n").filter((line) => family.test(line));
  return [...new Set(lines.map((line) => /device="([^"]*)"/.exec(line)?.[1] ?? ""))].toSorted();
}

const there = (names: readonly string[]): readonly string[] => names.filter((name) => !missing.has(name)).toSorted();

test.each(["netdev", "netclass"] as const)("%s reports all devices, or those of the host alone", async (collector) => {
  const all = await devices("include", FAMILIES[collector]);
  expect(all).toEqual(expect.arrayContaining(["docker0", "lo", "veth0", "veth1"]));
  expect(all.filter((name) => KEPT.includes(name) || LEFT.includes(name))).toEqual(there([...KEPT, ...LEFT]));
  expect(await devices("exclude", FAMILIES[collector])).toEqual(there(KEPT));
});

test.each(["qdisc", "ethtool"] as const)("%s reports of its devices those of the host alone", async (collector) => {
  const all = await devices("include", FAMILIES[collector]);
  expect(all).toContain("veth0");
  expect(await devices("exclude", FAMILIES[collector])).toEqual(all.filter((name) => KEPT.includes(name)));
});
