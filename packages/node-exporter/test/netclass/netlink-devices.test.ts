import { NoDataError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { NUMBERS } from "../../src/netclass/network-device.ts";
import { readNetlinkDevices, type NetlinkDevicesOptions } from "../../src/netclass/netlink-devices.ts";
import { fixtureHost } from "../support/collect.ts";
import { attributes, DONE, failure, fakeKernel, text, u32, u64, u8, type Responder } from "../support/fake-kernel.ts";
import { familyAnswer, linkAnswer, linkModesAnswer, REQUEST } from "../support/netlink-answers.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const ETH0 = linkAnswer(
  { index: 4, name: "eth0", type: 1, flags: 0x1_1043 },
  [1, Buffer.from("020000000001", "hex")],
  [2, Buffer.from("ffffffffffff", "hex")],
  [4, u32(9000)],
  [5, u32(7)],
  [13, u32(1000)],
  [16, u8(6)],
  [17, u8(1)],
  [20, text("up link")],
  [23, Buffer.concat([u64(11n), u64(12n)])],
  [27, u32(3)],
  [33, u8(1)],
  [35, u32(5)],
  [47, u32(3)],
  [48, u32(2)],
  [52, attributes([53, text("uplink")])],
);
const LO = linkAnswer({ index: 1, name: "lo", type: 772, flags: 9 });

/** A kernel with two devices; the ethtool family answers as it is told. */
const kernelWith =
  (family: ReturnType<typeof familyAnswer>, modes: ReturnType<typeof linkModesAnswer>[]): Responder =>
  ({ type }) => {
    if (type === REQUEST.family) return family;
    return [type === 21 ? [...modes, DONE] : [LO, ETH0, DONE]];
  };

const OPTIONS: NetlinkDevicesOptions = {
  isIgnored: () => false,
  ignoreInvalidSpeed: false,
  withStatistics: false,
  readSysfs: (device) =>
    device === "eth0"
      ? { addr_assign_type: 3, dev_id: 31, name_assign_type: 4 }
      : { addr_assign_type: 0, dev_id: 0, name_assign_type: undefined },
};

function read(respond: Responder, options: Partial<NetlinkDevicesOptions> = {}) {
  const host = { ...fixtureHost(temporaryTree({})), kernel: fakeKernel(respond) };
  return readNetlinkDevices(host, { ...OPTIONS, ...options });
}

const numbersOf = (numbers: readonly (number | undefined)[]) =>
  Object.fromEntries(NUMBERS.map(({ attribute }, index) => [attribute, numbers[index]]));

describe("a device", () => {
  test("with all that netlink and sysfs tell", () => {
    const devices = read(kernelWith(familyAnswer(21), [linkModesAnswer("eth0", 25_000, 1)]), { withStatistics: true });
    const eth0 = devices.find(({ device }) => device === "eth0");
    expect(eth0).toMatchObject({
      flags: 0x1_1043,
      speedBytes: 3_125_000_000,
      address: "02:00:00:00:00:01",
      broadcast: "ff:ff:ff:ff:ff:ff",
      duplex: "Full",
      operstate: "up",
      ifalias: "up link",
      netlink: { alternativeNames: ["uplink"], statistics: [11, 12] },
    });
    expect(numbersOf(eth0?.numbers ?? [])).toEqual({
      addr_assign_type: 3,
      carrier: 1,
      carrier_changes: 5,
      carrier_up_count: 3,
      carrier_down_count: 2,
      dev_id: 31,
      dormant: 1,
      ifindex: 4,
      iflink: 7,
      link_mode: 1,
      mtu: 9000,
      name_assign_type: 4,
      netdev_group: 3,
      tx_queue_len: 1000,
      type: 1,
    });
  });

  test("that is stacked on none links to itself, and one without link modes has no speed", () => {
    const lo = read(kernelWith(familyAnswer(21), [])).find(({ device }) => device === "lo");
    expect(lo).toMatchObject({ speedBytes: undefined, duplex: "", operstate: "unknown", address: "" });
    expect(numbersOf(lo?.numbers ?? [])).toMatchObject({ iflink: 1, ifindex: 1, mtu: 0, carrier: undefined });
  });

  test("has no counters unless they are asked for, even if the kernel gives them", () => {
    expect(read(kernelWith(familyAnswer(21), []))[1]?.netlink?.statistics).toEqual([]);
  });

  test("that is ignored is left out", () => {
    const devices = read(kernelWith(familyAnswer(21), []), { isIgnored: (device) => device === "lo" });
    expect(devices.map(({ device }) => device)).toEqual(["eth0"]);
  });
});

describe("link modes", () => {
  const speedOf = (speed: number, options: Partial<NetlinkDevicesOptions>) =>
    read(kernelWith(familyAnswer(21), [linkModesAnswer("eth0", speed, 0)]), options)[1]?.speedBytes;

  test("an unknown speed is node_exporter's number, or left out when asked", () => {
    expect(speedOf(0xffff_ffff, {})).toBe(536_870_911_875_000);
    expect(speedOf(0xffff_ffff, { ignoreInvalidSpeed: true })).toBeUndefined();
    expect(speedOf(10, { ignoreInvalidSpeed: true })).toBe(1_250_000);
  });

  test.each([
    [0, "Half"],
    [1, "Full"],
    [255, "Unknown"],
    [7, "Duplex(7)"],
  ])("duplex %i is %s", (number, duplex) => {
    expect(read(kernelWith(familyAnswer(21), [linkModesAnswer("eth0", 1, number)]))[1]?.duplex).toBe(duplex);
  });

  test("that no kernel module offers cost speed and duplex alone", () => {
    const devices = read(kernelWith([[failure(2)]], []));
    expect(devices.map(({ device, speedBytes, duplex }) => [device, speedBytes, duplex])).toEqual([
      ["lo", undefined, ""],
      ["eth0", undefined, ""],
    ]);
  });

  test("that fail otherwise fail the collector, as they do in node_exporter", () => {
    expect(() => read(kernelWith([[failure(5)]], []))).toThrow("input/output error");
  });
});

test("a network without devices is no data", () => {
  expect(() => read(({ type }) => (type === REQUEST.family ? [[failure(2)]] : [[DONE]]))).toThrow(NoDataError);
});
