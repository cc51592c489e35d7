import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseExposition, type MetricFamily } from "@sightglass/metrics-registry";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { createNetworkNamespace, WITHOUT_CAPABILITIES, type NetworkNamespace } from "../servers/network-namespace.ts";
import { peerProgram } from "../servers/paths.ts";
import { waitFor } from "../servers/wait-for.ts";

const OURS = 9100;
const THEIRS = 9101;
const OURS_SYSFS = 9102;

const COLLECTORS = ["qdisc", "network_route", "netclass"];
const NETLINK = ["--collector.netclass.netlink", "--collector.netclass_rtnl.with-stats"];
const FLAGS = ["--collector.disable-defaults", ...COLLECTORS.map((name) => `--collector.${name}`)];

type Samples = ReadonlyMap<string, number>;

interface Page {
  readonly samples: Samples;
  readonly types: ReadonlyMap<string, string>;
}

function pageOf(families: readonly MetricFamily[]): Page {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  for (const { name, type, points } of families) {
    if (!/^node_(qdisc|network)_/.test(name)) continue;
    types.set(name, type);
    for (const point of points) {
      if (!("value" in point)) throw new Error(`${name} is no single number`);
      const labels = point.labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).toSorted();
      // The scrapes themselves are traffic of the loopback device.
      if (labels.includes('device="lo"') && /_(receive|transmit)_(bytes|packets)_total$/.test(name)) continue;
      samples.set(`${name}{${labels.join(",")}}`, point.value);
    }
  }
  return { samples, types };
}

let network: NetworkNamespace;
let agentPid: number;

const scrape = async (port: number): Promise<Page> =>
  pageOf(parseExposition(await network.get(port, "/metrics"), { format: "text" }));

/** Samples of the families that match, without those whose labels do not. */
const select = (samples: Samples, pattern: RegExp): Samples =>
  new Map([...samples].filter(([series]) => pattern.test(series)));

/** Pages of two servers; again and again until they agree where they are compared, as counters still move at first. */
async function agreeing(pattern: RegExp): Promise<{ readonly ours: Page; readonly theirs: Page }> {
  let last: { readonly ours: Page; readonly theirs: Page } | undefined;
  const same = async (): Promise<boolean> => {
    const [ours, theirs] = await Promise.all([scrape(OURS), scrape(THEIRS)]);
    last = { ours, theirs };
    expect(select(ours.samples, pattern)).toEqual(select(theirs.samples, pattern));
    return true;
  };
  await waitFor("agreement", { timeoutMs: 10_000, intervalMs: 500 }, same).catch(() => undefined);
  if (last === undefined) throw new Error("no page");
  return last;
}

function furnish({ ip, tc }: NetworkNamespace): void {
  ip("link", "add", "left", "address", "02:00:00:00:00:01", "type", "veth", "peer", "name", "right");
  ip("link", "add", "bridge7", "address", "02:00:00:00:00:07", "type", "bridge");
  for (const device of ["left", "right"]) ip("link", "set", device, "addrgenmode", "none");
  ip("link", "set", "left", "mtu", "1400", "alias", 'uplink "A"', "group", "7");
  ip("link", "property", "add", "dev", "left", "altname", "uplink-one", "altname", "uplink-two");
  for (const device of ["left", "right"]) ip("link", "set", device, "up");
  ip("addr", "add", "10.0.0.1/24", "dev", "left");
  ip("addr", "add", "10.0.1.1/24", "dev", "right");
  ip("addr", "add", "fd00:1::1/64", "dev", "left", "nodad");
  ip("neigh", "add", "10.0.0.9", "lladdr", "02:00:00:00:00:09", "dev", "left");
  // A byte in a second: what does not fit into the burst stays in the queue, and what does not fit there is dropped.
  tc("qdisc", "replace", "dev", "left", "root", "tbf", "rate", "8bit", "burst", "3000", "limit", "6000");
  tc("qdisc", "replace", "dev", "right", "root", "pfifo", "limit", "7");
  tc("qdisc", "add", "dev", "left", "clsact");
  for (const route of [
    "10.2.0.0/16 via 10.0.0.2 dev left src 10.0.0.1 metric 42 proto static",
    "10.3.0.0/16 proto bgp nexthop via 10.0.0.2 dev left weight 3 nexthop via 10.0.1.2 dev right weight 200",
    "10.4.0.7/32 dev right proto 77 table 100",
    "default via 10.0.1.254 dev right metric 1",
    "blackhole 10.5.0.0/16",
  ]) {
    ip("route", "add", ...route.split(" "));
  }
  for (const route of [
    "fd00:2::/48 via fd00:1::2 dev left metric 99",
    "default via fd00:1::fe dev left",
    "fd00:3::/64 nexthop via fd00:1::2 dev left weight 2 nexthop via fd00:1::3 dev left weight 5",
  ]) {
    ip("-6", "route", "add", ...route.split(" "));
  }
}

beforeAll(async () => {
  ensureBuilt();
  network = createNetworkNamespace(`sightglass-native-${process.pid}`);
  furnish(network);
  await network.run(`import { createSocket } from "node:dgram";
    const socket = createSocket("udp4");
    for (let at = 0; at < 12; at += 1) {
      await new Promise((resolve) => socket.send(Buffer.alloc(1000), 5000, "10.0.0.9", resolve));
    }
    socket.close();`);
  const listen = (port: number): string => `--web.listen-address=127.0.0.1:${port}`;
  const [command, ...withoutCapabilities] = WITHOUT_CAPABILITIES;
  const [agent] = await Promise.all([
    network.start({
      name: "native-ours",
      command,
      args: [...withoutCapabilities, SIGHTGLASS, "node", listen(OURS), ...FLAGS, ...NETLINK],
      port: OURS,
    }),
    network.start({
      name: "native-theirs",
      command: peerProgram("node_exporter", "current"),
      args: [listen(THEIRS), ...FLAGS, ...NETLINK],
      port: THEIRS,
    }),
    network.start({
      name: "native-sysfs",
      command: SIGHTGLASS,
      args: ["node", listen(OURS_SYSFS), ...FLAGS],
      port: OURS_SYSFS,
    }),
  ]);
  agentPid = agent.pid;
}, 500_000);

afterAll(() => network?.remove());

test("the agent has no capability at all", () => {
  expect(readFileSync(`/proc/${agentPid}/status`, "utf8")).toMatch(/^CapEff:\t0+$/m);
});

describe("qdisc", () => {
  interface TcQdisc {
    readonly kind: string;
    readonly dev: string;
    readonly root?: boolean;
    readonly bytes: number;
    readonly packets: number;
    readonly drops: number;
    readonly overlimits: number;
    readonly requeues: number;
    readonly backlog: number;
    readonly qlen: number;
  }

  test("gives what node_exporter gives", async () => {
    const { ours, theirs } = await agreeing(/^node_qdisc_/);
    const [mine, upstream] = [select(ours.samples, /^node_qdisc_/), select(theirs.samples, /^node_qdisc_/)];
    expect(mine.size).toBeGreaterThanOrEqual(14);
    expect(mine).toEqual(upstream);
  });

  test("gives what tc shows of the disciplines at the roots", async () => {
    const { samples } = await scrape(OURS);
    const shown = (JSON.parse(network.tc("-s", "-j", "qdisc")) as readonly TcQdisc[]).filter(
      ({ root }) => root === true,
    );
    expect(shown.map(({ kind, dev }) => [dev, kind])).toEqual(
      expect.arrayContaining([
        ["left", "tbf"],
        ["right", "pfifo"],
      ]),
    );
    for (const { dev, kind, ...counters } of shown) {
      const value = (name: string) => samples.get(`node_qdisc_${name}{device="${dev}",kind="${kind}"}`);
      expect([value("packets_total"), value("bytes_total")]).toEqual([counters.packets, counters.bytes]);
      expect(value("drops_total")).toBe(counters.drops);
      expect(value("overlimits_total")).toBe(counters.overlimits);
      expect(value("requeues_total")).toBe(counters.requeues);
      expect(value("backlog")).toBe(counters.backlog);
      expect(value("current_queue_length")).toBe(counters.qlen);
    }
    const left = (name: string) => samples.get(`node_qdisc_${name}{device="left",kind="tbf"}`) ?? 0;
    expect(left("drops_total")).toBeGreaterThan(0);
    expect(left("backlog")).toBeGreaterThan(0);
  });
});

describe("network_route", () => {
  interface IpRoute {
    readonly type?: string;
    readonly dst: string;
    readonly dev?: string;
    readonly gateway?: string;
    readonly metric?: number;
    readonly prefsrc?: string;
    readonly nexthops?: readonly { readonly dev: string; readonly gateway?: string; readonly weight: number }[];
  }

  test("gives what node_exporter gives", async () => {
    const { ours, theirs } = await agreeing(/^node_network_routes?_?/);
    const pattern = /^node_network_route(s|_info)\{/;
    expect(select(ours.samples, pattern)).toEqual(select(theirs.samples, pattern));
    const series = [...ours.samples.keys()];
    expect(series).toContain(
      'node_network_route_info{dest="10.3.0.0/16",device="right",gw="10.0.1.2",priority="0",proto="bgp",src="",weight="200"}',
    );
    expect(series).toContain(
      'node_network_route_info{dest="10.4.0.7/32",device="right",gw="",priority="0",proto="unknown",src="",weight=""}',
    );
  });

  test("gives every unicast route that ip shows, way by way", async () => {
    const shown = ["-4", "-6"].flatMap(
      (family) => JSON.parse(network.ip("-d", "-j", family, "route", "show", "table", "all")) as readonly IpRoute[],
    );
    const rows = shown
      .filter(({ type = "unicast" }) => type === "unicast")
      .flatMap(({ dst, nexthops, dev, gateway, metric = 0, prefsrc = "" }) =>
        (nexthops ?? [{ dev, gateway, weight: "" }]).map((hop) => {
          const dest = dst === "default" || dst.includes("/") ? dst : `${dst}/${dst.includes(":") ? 128 : 32}`;
          return [hop.dev, dest, hop.gateway ?? "", metric, prefsrc, hop.weight].join(" ");
        }),
      );
    const label = (series: string, name: string) => new RegExp(`[{,]${name}="([^"]*)"`).exec(series)?.[1];
    const ours = [...(await scrape(OURS)).samples.keys()]
      .filter((series) => series.startsWith("node_network_route_info{"))
      .map((series) =>
        ["device", "dest", "gw", "priority", "src", "weight"].map((name) => label(series, name)).join(" "),
      );
    expect(rows.length).toBeGreaterThan(10);
    expect(ours.toSorted()).toEqual(rows.toSorted());
  });
});

describe("netclass by netlink", () => {
  const PATTERN = /^node_network_(?!route)/;

  test("gives what node_exporter gives, counters too", async () => {
    const { ours, theirs } = await agreeing(PATTERN);
    const names = [...ours.types.keys()].filter((name) => PATTERN.test(name));
    expect(names.length).toBeGreaterThan(40);
    expect(select(ours.samples, PATTERN)).toEqual(select(theirs.samples, PATTERN));
    expect(ours.types).toEqual(theirs.types);
    expect([...ours.samples.keys()]).toEqual(
      expect.arrayContaining([
        'node_network_altnames_info{altname="uplink-one",device="left"}',
        'node_network_altnames_info{altname="uplink-two",device="left"}',
      ]),
    );
  });

  test("agrees with sysfs on what both tell", async () => {
    const [netlink, sysfs] = await Promise.all([scrape(OURS), scrape(OURS_SYSFS)]);
    const both =
      /^node_network_(?!route|info|altnames_info|carrier\{|dormant|flags|speed_bytes|(receive|transmit)_\w+_total|multicast|collisions)/;
    expect(select(netlink.samples, both).size).toBeGreaterThan(50);
    expect(select(netlink.samples, both)).toEqual(select(sysfs.samples, both));
    // sysfs shows the flags that were set, netlink those that follow from the link's state as well.
    const fromState = 0x40 | 0x1_0000 | 0x2_0000;
    const flags = select(sysfs.samples, /^node_network_flags\{/);
    expect(flags.size).toBe(4);
    for (const [series, value] of flags) expect((netlink.samples.get(series) ?? 0) & ~fromState).toBe(value);
    // sysfs does not tell the carrier of a device that is down.
    const carrier = select(sysfs.samples, /^node_network_carrier\{/);
    expect(carrier.size).toBeGreaterThan(0);
    for (const [series, value] of carrier) expect(netlink.samples.get(series)).toBe(value);
  });

  test("shows a device whose description is longer than the kernel's usual message", async () => {
    for (let at = 0; at < 300; at += 6) {
      const names = Array.from({ length: 6 }, (_, index) => `name-${at + index}-`.padEnd(120, "x"));
      network.ip("link", "property", "add", "dev", "right", ...names.flatMap((name) => ["altname", name]));
    }
    const { samples } = await scrape(OURS);
    const altnames = select(samples, /^node_network_altnames_info\{altname="name-.*device="right"/);
    expect(altnames.size).toBe(300);
    expect(samples.get('node_network_up{device="right"}')).toBe(1);
  });
});
