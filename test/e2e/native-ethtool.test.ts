import { afterAll, beforeAll, expect, test } from "vitest";
import { parseExposition } from "@sightglass/metrics-registry";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { createNetworkNamespace, type NetworkNamespace } from "../servers/network-namespace.ts";
import { peerProgram } from "../servers/paths.ts";
import { waitFor } from "../servers/wait-for.ts";

const OURS = 9100;
const THEIRS = 9101;
const FLAGS = ["--collector.disable-defaults", "--collector.ethtool"];

interface Page {
  readonly samples: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<string, string>;
}

let network: NetworkNamespace;

async function scrape(port: number): Promise<Page> {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  for (const { name, type, points } of parseExposition(await network.get(port, "/metrics"), { format: "text" })) {
    if (!/^node_(ethtool|network)_/.test(name)) continue;
    types.set(name, type);
    for (const point of points) {
      if (!("value" in point)) throw new Error(`${name} is no single number`);
      const labels = point.labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).toSorted();
      samples.set(`${name}{${labels.join(",")}}`, point.value);
    }
  }
  return { samples, types };
}

/** Both pages, as soon as they are equal: packets of the kernel's own are counted for some time. */
async function bothPages(): Promise<readonly [ours: Page, theirs: Page]> {
  let last: readonly [Page, Page] | undefined;
  await waitFor("agreement", { timeoutMs: 10_000, intervalMs: 300 }, async () => {
    last = await Promise.all([scrape(OURS), scrape(THEIRS)]);
    expect(last[0]).toEqual(last[1]);
    return true;
  }).catch(() => undefined);
  if (last === undefined) throw new Error("no page");
  return last;
}

beforeAll(async () => {
  ensureBuilt();
  network = createNetworkNamespace(`sightglass-ethtool-${process.pid}`);
  const { ip } = network;
  ip("link", "add", "left", "numtxqueues", "3", "numrxqueues", "3", "type", "veth", "peer", "name", "right");
  ip("link", "add", "bridge7", "type", "bridge");
  ip("link", "add", "gone0", "type", "bridge");
  for (const device of ["left", "right"]) {
    ip("link", "set", device, "addrgenmode", "none");
    ip("link", "set", device, "up");
  }
  const listen = (port: number): string => `--web.listen-address=127.0.0.1:${port}`;
  await Promise.all([
    network.start({ name: "ethtool-ours", command: SIGHTGLASS, args: ["node", listen(OURS), ...FLAGS], port: OURS }),
    network.start({
      name: "ethtool-theirs",
      command: peerProgram("node_exporter", "current"),
      args: [listen(THEIRS), ...FLAGS],
      port: THEIRS,
    }),
  ]);
}, 500_000);

afterAll(() => network?.remove());

test("gives node_exporter's series, values and types of veth, bridge and loopback devices", async () => {
  const [ours, theirs] = await bothPages();
  expect(ours.samples).toEqual(theirs.samples);
  expect(ours.types).toEqual(theirs.types);
});

test("has the drivers, the link modes that veth makes up, and the statistics of each of its queues", async () => {
  const { samples } = await scrape(OURS);
  const names = [...samples.keys()];
  expect(names.filter((series) => /^node_ethtool_info\{.*device="left",driver="veth"/.test(series))).toHaveLength(1);
  expect(names.filter((series) => /^node_ethtool_info\{.*device="bridge7",driver="bridge"/.test(series))).toHaveLength(
    1,
  );
  expect(samples.get('node_network_autonegotiate{device="left"}')).toBe(0);
  // Each device tells the index of the other.
  const indexOf = (device: string): number =>
    Number(/^(\d+):/.exec(network.ip("-o", "link", "show", "dev", device))?.[1]);
  expect(samples.get('node_ethtool_peer_ifindex{device="left"}')).toBe(indexOf("right"));
  expect(samples.get('node_ethtool_peer_ifindex{device="right"}')).toBe(indexOf("left"));
  expect(
    names.filter((series) => /^node_ethtool_received_queue_\d_xdp_packets\{device="left"\}/.test(series)).length,
  ).toBeGreaterThan(0);
});

test("devices that come and go between scrapes are followed", async () => {
  const has = async (device: string): Promise<boolean> =>
    [...(await scrape(OURS)).samples.keys()].some((series) => series.includes(`device="${device}"`));
  expect(await has("gone0")).toBe(true);
  network.ip("link", "delete", "gone0");
  network.ip("link", "add", "new0", "type", "bridge");
  expect([await has("gone0"), await has("new0")]).toEqual([false, true]);
});

test("a device that takes another's name between scrapes is told as what it is, and so are two that swap names", async () => {
  const driverOf = async (device: string): Promise<string | undefined> =>
    [...(await scrape(OURS)).samples.keys()]
      .map((series) => new RegExp(`^node_ethtool_info\\{.*device="${device}",driver="([^"]*)"`).exec(series)?.[1])
      .find((driver) => driver !== undefined);
  const { ip } = network;
  ip("link", "add", "one", "type", "bridge");
  ip("link", "add", "two", "type", "veth", "peer", "name", "three");
  expect([await driverOf("one"), await driverOf("two")]).toEqual(["bridge", "veth"]);
  ip("link", "set", "one", "name", "between");
  ip("link", "set", "two", "name", "one");
  ip("link", "set", "between", "name", "two");
  expect([await driverOf("one"), await driverOf("two")]).toEqual(["veth", "bridge"]);
  ip("link", "delete", "one");
  ip("link", "add", "one", "type", "bridge");
  expect(await driverOf("one")).toBe("bridge");
  const [ours, theirs] = await bothPages();
  expect(ours.samples).toEqual(theirs.samples);
});
