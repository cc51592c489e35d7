import { describe, expect, test } from "vitest";
import { ethtool } from "../src/collectors/ethtool.ts";
import { netclass } from "../src/collectors/netclass.ts";
import { netdev } from "../src/collectors/netdev.ts";
import { qdisc } from "../src/collectors/qdisc.ts";
import { createFileTree } from "../src/create-file-tree.ts";
import { createVirtualDeviceFilter, withVirtualDevices } from "../src/virtual-devices.ts";
import { collectOnce, fixtureHost, matcher } from "./support/collect.ts";
import { attributes, fakeKernel, text, u32, u64 } from "./support/fake-kernel.ts";
import { dumps, linkAnswer, REQUEST } from "./support/netlink-answers.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

type Files = Record<string, string | { readonly link: string }>;

const hardware = (name: string): Files => ({
  [`sys/devices/pci0000:00/0000:00:07.0/net/${name}/operstate`]: "up\n",
  [`sys/class/net/${name}`]: { link: `../../devices/pci0000:00/0000:00:07.0/net/${name}` },
});

function virtual(name: string, kind = "", lower: readonly string[] = []): Files {
  const folder = `sys/devices/virtual/net/${name}`;
  const files: Files = {
    [`${folder}/operstate`]: "up\n",
    [`${folder}/uevent`]: `${kind === "" ? "" : `DEVTYPE=${kind}\n`}INTERFACE=${name}\nIFINDEX=9\n`,
    [`sys/class/net/${name}`]: { link: `../../devices/virtual/net/${name}` },
  };
  for (const one of lower) files[`${folder}/lower_${one}`] = { link: `../${one}` };
  return files;
}

function left(files: Files, devices: readonly string[]): readonly string[] {
  const filter = createVirtualDeviceFilter(createFileTree(`${temporaryTree({ "sys/": "", ...files })}/sys`));
  return devices.filter(filter);
}

describe("a device is left out when it carries nothing of the host's own", () => {
  test.each([
    ["hardware", hardware("enp7s0"), "enp7s0", false],
    ["hardware whose name looks like a container's", hardware("veth9"), "veth9", false],
    ["loopback", virtual("lo"), "lo", false],
    ["one end of a pair", virtual("vethc0ffee"), "vethc0ffee", true],
    ["a tap of a guest", virtual("tap3"), "tap3", true],
    ["a name that tells nothing", virtual("office"), "office", true],
    ["a bond with members", { ...hardware("a0"), ...virtual("bond0", "bond", ["a0"]) }, "bond0", false],
    ["a bond without members", virtual("bond1", "bond"), "bond1", false],
    ["a VLAN on hardware", { ...hardware("a0"), ...virtual("a0.7", "vlan", ["a0"]) }, "a0.7", false],
    ["a VLAN on a pair", { ...virtual("v0"), ...virtual("v0.7", "vlan", ["v0"]) }, "v0.7", true],
    [
      "a bridge with a bond in it",
      { ...virtual("bond0", "bond"), ...virtual("v0"), ...virtual("br0", "bridge", ["v0", "bond0"]) },
      "br0",
      false,
    ],
    ["a bridge of pairs", { ...virtual("v0"), ...virtual("docker0", "bridge", ["v0"]) }, "docker0", true],
    ["a bridge without ports", virtual("virbr0", "bridge"), "virbr0", true],
    ["a team of hardware", { ...hardware("a0"), ...virtual("team0", "", ["a0"]) }, "team0", false],
    ["a guest's device on hardware", { ...hardware("a0"), ...virtual("m0", "macvtap", ["a0"]) }, "m0", true],
    ["a tunnel on hardware", { ...hardware("a0"), ...virtual("flannel.1", "vxlan", ["a0"]) }, "flannel.1", true],
    ["a stack that goes round", { ...virtual("x", "", ["y"]), ...virtual("y", "", ["x"]) }, "x", true],
  ])("%s", (_what, files, device, expected) => {
    expect(left(files, [device])).toEqual(expected ? [device] : []);
  });
});

test("without links in sysfs the name decides", () => {
  const virtualNames =
    "veth1a2b calif00 cilium_host lxc12 cni0 flannel.1 docker0 br-0a1b virbr0 vnet4 tap0 tun0 dummy0 ifb1 wg0";
  const hostNames = "lo eth0 enp3s0 wlan0 bond0 br0 team0 eth0.100 ib0 usb0 vmbr0";
  expect(left({}, [...virtualNames.split(" "), "0123456789abcde", ...hostNames.split(" ")])).toEqual([
    ...virtualNames.split(" "),
    "0123456789abcde",
  ]);
});

test("a bridge that gets a port is judged anew a second later", () => {
  const folder = temporaryTree({ ...hardware("a0"), ...virtual("br0", "bridge") });
  let now = 0;
  const grown = temporaryTree({ ...hardware("a0"), ...virtual("br0", "bridge", ["a0"]) });
  const [before, after] = [createFileTree(`${folder}/sys`), createFileTree(`${grown}/sys`)];
  let current = before;
  const tree = {
    ...before,
    link: (path: string) => current.link(path),
    listIfPresent: (path: string) => current.listIfPresent(path),
  };
  const filter = createVirtualDeviceFilter(tree, () => now);
  expect(filter("br0")).toBe(true);
  current = after;
  now = 999;
  expect(filter("br0")).toBe(true);
  now = 1000;
  expect(filter("br0")).toBe(false);
});

test("without the preset a collector's own filter stands alone", () => {
  const own = (): boolean => false;
  expect(withVirtualDevices(own, {})).toBe(own);
});

describe("the four collectors obey it, beside their own patterns", () => {
  const DEVICES = ["enp7s0", "enp8s0", "lo", "veth1"];
  const NET_DEV = [
    "Inter-|   Receive                                                |  Transmit",
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed",
    ...DEVICES.map((name, at) => `${name}: ${at} 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16`),
    "",
  ].join("\n");
  const KERNEL = dumps({
    [REQUEST.link]: DEVICES.map((name, at) => linkAnswer({ index: at + 1, name })),
    [REQUEST.qdisc]: DEVICES.map((_, at) => ({
      type: 36,
      body: Buffer.concat([
        u32(0),
        u32(at + 1),
        u32(0),
        u32(0xffff_ffff),
        u32(0),
        attributes(
          [1, text("fifo")],
          [7, attributes([1, Buffer.concat([u64(1n), u32(1), u32(0)])], [3, Buffer.alloc(20)])],
        ),
      ]),
    })),
  });
  function host() {
    const files = { ...hardware("enp7s0"), ...hardware("enp8s0"), ...virtual("lo"), ...virtual("veth1") };
    const base = fixtureHost(temporaryTree({ ...files, "proc/net/dev": NET_DEV }));
    return { ...base, kernel: fakeKernel(KERNEL), leavesOutDevice: createVirtualDeviceFilter(base.sys) };
  }
  const devicesOf = (run: { readonly lines: readonly string[] }): readonly string[] =>
    [...new Set(run.lines.map((line) => /device="([^"]*)"/.exec(line)?.[1] ?? ""))].toSorted();

  test.each([
    ["netdev", netdev, { exclude: matcher("^enp8") }],
    ["netclass", netclass, { ignoredDevices: matcher("^enp8") }],
    ["qdisc", qdisc, { exclude: matcher("^enp8") }],
  ])("%s", async (_name, collector, options) => {
    expect(devicesOf(await collectOnce(collector, {}, host()))).toEqual(["enp7s0", "enp8s0", "lo"]);
    expect(devicesOf(await collectOnce(collector, options, host()))).toEqual(["enp7s0", "lo"]);
  });

  test("ethtool", () => {
    const state = ethtool.setup(
      { include: undefined, exclude: matcher("^enp8"), metricsInclude: matcher(".*") } as never,
      host(),
    ) as { readonly ignores: (device: string) => boolean };
    expect(DEVICES.filter((device) => !state.ignores(device))).toEqual(["enp7s0", "lo"]);
  });
});
