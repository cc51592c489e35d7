import { expect, test } from "vitest";
import { arp } from "../../src/collectors/arp.ts";
import { collectOnce, fixtureHost, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const entry = (device: string): string =>
  `192.168.1.1      0x1         0x2         cc:aa:dd:ee:aa:bb     *        ${device}\n`;
const FILES = {
  "proc/net/arp": `IP address       HW type     Flags       HW address            Mask     Device\n${entry("eth0")}${entry("eth1")}${entry("eth0")}`,
};

test("exposes the entries of each device", async () => {
  const run = await collectOnce(arp, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual(['node_arp_entries{device="eth0"} 2', 'node_arp_entries{device="eth1"} 1']);
  expect(run.types.get("node_arp_entries")).toBe("gauge");
});

test("applies both patterns", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  const only1 = ['node_arp_entries{device="eth1"} 1'];
  expect((await collectOnce(arp, { exclude: matcher("0$") }, host)).lines).toEqual(only1);
  expect((await collectOnce(arp, { include: matcher("1$"), netlink: false }, host)).lines).toEqual(only1);
  expect((await collectOnce(arp, { include: matcher("eth"), exclude: matcher("0$") }, host)).lines).toEqual(only1);
});
