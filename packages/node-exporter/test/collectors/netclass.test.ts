import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { NoDataError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { netclass } from "../../src/collectors/netclass.ts";
import { collectOnce, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { attributes, DONE, failure, fakeKernel, text, u32, u64, u8 } from "../support/fake-kernel.ts";
import { linkAnswer, REQUEST } from "../support/netlink-answers.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

function device(name: string, attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([attribute, text]) => [`sys/class/net/${name}/${attribute}`, `${text}\n`]),
  );
}

const ETH0 = device("eth0", {
  addr_assign_type: "0",
  address: "02:00:00:00:00:01",
  broadcast: "ff:ff:ff:ff:ff:ff",
  carrier: "1",
  carrier_changes: "4",
  carrier_down_count: "1",
  carrier_up_count: "3",
  dev_id: "0x1f",
  dormant: "0",
  duplex: "full",
  flags: "0x1003",
  ifalias: 'uplink "A"',
  ifindex: "2",
  iflink: "3",
  link_mode: "0",
  mtu: "9000",
  name_assign_type: "2",
  netdev_group: "5",
  operstate: "up",
  speed: "10000",
  tx_queue_len: "1000",
  type: "1",
});

const collect = (files: Readonly<Record<string, string>>, options: Readonly<Record<string, unknown>> = {}) =>
  collectOnce(netclass, options, fixtureHost(temporaryTree(files)));

test("all attributes of a device", async () => {
  const run = await collect(ETH0);
  expect(run.lines).toEqual(
    [
      'node_network_info{address="02:00:00:00:00:01",adminstate="up",broadcast="ff:ff:ff:ff:ff:ff",device="eth0",duplex="full",ifalias="uplink \\"A\\"",operstate="up"} 1',
      'node_network_up{device="eth0"} 1',
      'node_network_address_assign_type{device="eth0"} 0',
      'node_network_carrier{device="eth0"} 1',
      'node_network_carrier_changes_total{device="eth0"} 4',
      'node_network_carrier_up_changes_total{device="eth0"} 3',
      'node_network_carrier_down_changes_total{device="eth0"} 1',
      'node_network_device_id{device="eth0"} 31',
      'node_network_dormant{device="eth0"} 0',
      'node_network_flags{device="eth0"} 4099',
      'node_network_iface_id{device="eth0"} 2',
      'node_network_iface_link{device="eth0"} 3',
      'node_network_iface_link_mode{device="eth0"} 0',
      'node_network_mtu_bytes{device="eth0"} 9000',
      'node_network_name_assign_type{device="eth0"} 2',
      'node_network_net_dev_group{device="eth0"} 5',
      'node_network_speed_bytes{device="eth0"} 1250000000',
      'node_network_transmit_queue_length{device="eth0"} 1000',
      'node_network_protocol_type{device="eth0"} 1',
    ].toSorted(),
  );
  const counters = [...run.types].filter(([, type]) => type === "counter").map(([name]) => name);
  expect(counters.toSorted()).toEqual([
    "node_network_carrier_changes_total",
    "node_network_carrier_down_changes_total",
    "node_network_carrier_up_changes_total",
  ]);
});

test("a device that is down or loops back is not asked for its link", async () => {
  const run = await collect({
    ...device("down", { flags: "0x1002", operstate: "down", carrier: "1", speed: "100", duplex: "half", type: "1" }),
    ...device("lo", { flags: "0x9", operstate: "unknown", carrier: "1", speed: "100", duplex: "half", type: "772" }),
  });
  expect(run.lines.filter((line) => /_(carrier|speed_bytes|up|info)\{/.test(line))).toEqual([
    'node_network_carrier{device="lo"} 1',
    'node_network_info{address="",adminstate="down",broadcast="",device="down",duplex="",ifalias="",operstate="down"} 1',
    'node_network_info{address="",adminstate="up",broadcast="",device="lo",duplex="",ifalias="",operstate="unknown"} 1',
    'node_network_up{device="down"} 0',
    'node_network_up{device="lo"} 0',
  ]);
});

describe("a negative speed", () => {
  const files = device("tap0", { flags: "0x1003", speed: "-1", type: "1" });
  const speeds = async (options: Readonly<Record<string, unknown>>): Promise<readonly string[]> =>
    (await collect(files, options)).lines.filter((line) => line.startsWith("node_network_speed_bytes"));

  test("is shown by default, and left out when asked", async () => {
    expect(await speeds({})).toEqual(['node_network_speed_bytes{device="tap0"} -125000']);
    expect(await speeds({ ignoreInvalidSpeed: true })).toEqual([]);
  });
});

test("a file of the class is no device, and the admin state without flags is unknown", async () => {
  const run = await collect({
    "sys/class/net/bonding_masters": "bond0\n",
    ...device("odd", { operstate: "up" }),
  });
  expect(run.lines).toEqual([
    'node_network_info{address="",adminstate="unknown",broadcast="",device="odd",duplex="",ifalias="",operstate="up"} 1',
    'node_network_up{device="odd"} 1',
  ]);
});

test("ignored devices are left out", async () => {
  const run = await collect(
    { ...ETH0, ...device("veth1", { flags: "0x1003" }) },
    { ignoredDevices: matcher("^eth|^lo$") },
  );
  expect(new Set(run.samples.map(({ labels }) => /device="([^"]*)"/.exec(labels)?.[1]))).toEqual(new Set(["veth1"]));
});

test("no class is no data", async () => {
  await expect(collect({})).rejects.toThrow(NoDataError);
});

describe("by netlink", () => {
  const kernel = fakeKernel(({ type }) =>
    type === REQUEST.family
      ? [[failure(2)]]
      : [
          [
            linkAnswer(
              { index: 4, name: "eth0", flags: 0x1043 },
              [4, u32(1500)],
              [16, u8(6)],
              [23, Buffer.concat([u64(7n), u64(8n)])],
              [52, attributes([53, text("enp1s0")], [53, text("")])],
            ),
            linkAnswer({ index: 1, name: "lo", flags: 0x9 }),
            DONE,
          ],
        ],
  );
  const files = device("eth0", { addr_assign_type: "3", dev_id: "0x2", mtu: "9" });
  const collectNetlink = (options: Readonly<Record<string, unknown>> = {}) =>
    collectOnce(netclass, { netlink: true, ...options }, { ...fixtureHost(temporaryTree(files)), kernel });

  test("the kernel is asked, and sysfs only for what it does not tell; alternative names are shown", async () => {
    const { lines } = await collectNetlink({ ignoredDevices: matcher("^lo$") });
    expect(lines).toEqual(
      [
        'node_network_info{address="",broadcast="",device="eth0",duplex="",ifalias="",operstate="up"} 1',
        'node_network_altnames_info{altname="enp1s0",device="eth0"} 1',
        'node_network_up{device="eth0"} 1',
        'node_network_address_assign_type{device="eth0"} 3',
        'node_network_device_id{device="eth0"} 2',
        'node_network_flags{device="eth0"} 4163',
        'node_network_iface_id{device="eth0"} 4',
        'node_network_iface_link{device="eth0"} 4',
        'node_network_mtu_bytes{device="eth0"} 1500',
        'node_network_protocol_type{device="eth0"} 1',
      ].toSorted(),
    );
  });

  test("a device that came to be under another's name is read anew from sysfs", async () => {
    const host = { ...fixtureHost(temporaryTree(files)), kernel };
    const followed: string[] = [];
    const sys = {
      ...host.sys,
      follow: (path: string) => {
        followed.push(path);
        return true;
      },
    };
    await collectOnce(netclass, { netlink: true }, { ...host, sys });
    expect(followed).toEqual(["class/net/eth0", "class/net/lo"]);
  });

  test("counters are shown when they are asked for", async () => {
    const { lines, types } = await collectNetlink({ withStatistics: true });
    expect(lines).toContain('node_network_receive_packets_total{device="eth0"} 7');
    expect(lines).toContain('node_network_transmit_packets_total{device="eth0"} 8');
    expect(types.get("node_network_receive_packets_total")).toBe("gauge");
  });

  test("the counters' flag alone changes nothing", async () => {
    const { lines } = await collect(ETH0, { withStatistics: true });
    expect(lines).toEqual((await collect(ETH0)).lines);
  });

  test("files without a running kernel are no data", async () => {
    await expect(collect(ETH0, { netlink: true })).rejects.toThrow(NoDataError);
  });
});

test("index and origin of the name are asked once in a device epoch, all else each time", async () => {
  const folder = temporaryTree(ETH0);
  const host = fixtureHost(folder);
  let epoch = 1;
  const instance = instantiate(netclass, {}, { ...host, sys: { ...host.sys, deviceEpoch: () => epoch } });
  const write = (attribute: string, value: string): void =>
    writeFileSync(join(folder, "sys/class/net/eth0", attribute), `${value}\n`);
  const read = async () => {
    const { samples } = await instance.collect();
    return ["iface_id", "name_assign_type", "iface_link", "protocol_type", "mtu_bytes"].map(
      (name) => samples.find((sample) => sample.name === `node_network_${name}`)?.value,
    );
  };
  expect(await read()).toEqual([2, 2, 3, 1, 9000]);
  for (const [attribute, value] of [
    ["ifindex", "7"],
    ["name_assign_type", "4"],
    ["iflink", "8"],
    ["type", "803"],
    ["mtu", "1500"],
  ] as const) {
    write(attribute, value);
  }
  expect(await read()).toEqual([2, 2, 8, 803, 1500]);
  epoch = 2;
  expect(await read()).toEqual([7, 4, 8, 803, 1500]);
});

test("a device that is down is not asked whether it is dormant", async () => {
  const run = await collect({ ...ETH0, ...device("eth0", { flags: "0x1002", dormant: "1" }) });
  expect(run.lines.join()).not.toMatch(/node_network_(dormant|carrier)\{/);
  expect(run.lines).toContain('node_network_carrier_changes_total{device="eth0"} 4');
});
