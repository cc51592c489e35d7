import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { bonding } from "../../src/collectors/bonding.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const CLASS = "sys/class/net";
const FILES: Readonly<Record<string, string>> = {
  [`${CLASS}/bonding_masters`]: "bond0 bond1 empty\n",
  [`${CLASS}/bond0/bonding/slaves`]: "eth0 eth1 eth2\n",
  [`${CLASS}/bond0/lower_eth0/bonding_slave/mii_status`]: "up\n",
  [`${CLASS}/bond0/lower_eth1/bonding_slave/mii_status`]: "going down\n",
  [`${CLASS}/bond0/lower_eth2/bonding_slave/mii_status`]: "up\n",
  [`${CLASS}/bond1/bonding/slaves`]: "eth3\n",
  [`${CLASS}/bond1/slave_eth3/bonding_slave/mii_status`]: "up\n",
  [`${CLASS}/empty/bonding/slaves`]: "\n",
};

const collect = (files: Readonly<Record<string, string>>) =>
  collectOnce(bonding, {}, fixtureHost(temporaryTree({ ...files, "sys/": "" })));

test("counts devices and those that are up, by either name of the link to them", async () => {
  expect((await collect(FILES)).lines).toEqual([
    'node_bonding_active{master="bond0"} 2',
    'node_bonding_active{master="bond1"} 1',
    'node_bonding_active{master="empty"} 0',
    'node_bonding_slaves{master="bond0"} 3',
    'node_bonding_slaves{master="bond1"} 1',
    'node_bonding_slaves{master="empty"} 0',
  ]);
});

test("the driver without a bond is nothing wrong", async () => {
  expect((await collect({ [`${CLASS}/bonding_masters`]: "\n" })).lines).toEqual([]);
});

test.each(["bonding_masters", "bond1/bonding/slaves", "bond0/lower_eth1/bonding_slave/mii_status"])(
  "a missing %s is no data",
  async (file) => {
    const files = Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== `${CLASS}/${file}`));
    await expect(collect(files)).rejects.toThrow(NoDataError);
  },
);

test("a name that would lead elsewhere is refused", async () => {
  const run = collect({ ...FILES, [`${CLASS}/bonding_masters`]: "bond0 ../../..\n" });
  await expect(run).rejects.toThrow(ParseError);
  await expect(run).rejects.toThrow("class/net/bonding_masters");
});
