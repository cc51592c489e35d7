import { expect, test } from "vitest";
import { diskstats } from "../src/collectors/diskstats.ts";
import { PARTITIONS } from "../src/partition-names.ts";
import { collectOnce, fixtureHost, matcher } from "./support/collect.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

const LEFT = (
  "ram0 zram1 fd0 loop7 loop7p1 sda1 sdz15 sdaa1 sdzz3 hda2 vdb1 vdab12 xvda1 nvme0n1p1 nvme10n2p128 mmcblk0p2 " +
  "mmcblk0boot0 mmcblk0rpmb nbd3p1 md0p1 md127p2 pmem0p1 dasda1"
).split(" ");
const KEPT =
  "sda sdaa vda vdab xvda hda nvme0n1 nvme10n2 mmcblk0 nbd3 md0 md127 dm-0 sr0 dasda pmem0 drbd1 rbd0 bcache0".split(
    " ",
  );

test.each(LEFT)("%s is left out", (name) => expect(PARTITIONS.test(name)).toBe(true));
test.each(KEPT)("%s stays", (name) => expect(PARTITIONS.test(name)).toBe(false));

const line = (name: string): string => `   8       1 ${name} 1 2 3 4 5 6 7 8 9 10 11\n`;
const files = { "proc/diskstats": ["sdaa", "sdaa1", "sda1", "mmcblk0p1"].map(line).join(""), "sys/": "" };
const devices = async (options: Readonly<Record<string, unknown>>): Promise<readonly string[]> => {
  const { samples } = await collectOnce(diskstats, options, fixtureHost(temporaryTree(files)));
  const names = samples.filter(({ name }) => name === "node_disk_io_now").map(({ labels }) => labels.slice(8, -1));
  return names.toSorted();
};

test("diskstats takes the preset as the value of its pattern", async () => {
  expect(await devices({ exclude: matcher("@partitions") })).toEqual(["sdaa"]);
  // The default is node_exporter's, to the letter.
  expect(await devices({})).toEqual(["mmcblk0p1", "sdaa", "sdaa1"]);
});

test("the preset does not go with an include pattern either", async () => {
  await expect(devices({ exclude: matcher("@partitions"), include: matcher("sd") })).rejects.toThrow(
    "collector diskstats: device-exclude & device-include are mutually exclusive",
  );
});
