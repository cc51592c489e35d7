import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { dmmultipath } from "../../src/collectors/dmmultipath.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const BLOCK = "sys/block";
const FILES: Readonly<Record<string, string>> = {
  [`${BLOCK}/dm-0/dm/name`]: "mpatha\n",
  [`${BLOCK}/dm-0/dm/suspended`]: "0\n",
  [`${BLOCK}/dm-0/dm/uuid`]: "mpath-3600a\n",
  [`${BLOCK}/dm-0/size`]: "4096\n",
  [`${BLOCK}/dm-0/slaves/sda/`]: "",
  [`${BLOCK}/dm-0/slaves/sdb/`]: "",
  [`${BLOCK}/dm-0/slaves/nvme0n1/`]: "",
  [`${BLOCK}/dm-1/dm/uuid`]: "LVM-xyz\n",
  [`${BLOCK}/dm-2/size`]: "8\n",
  [`${BLOCK}/dm-3/dm/name`]: "mpathb\n",
  [`${BLOCK}/dm-3/dm/suspended`]: "1\n",
  [`${BLOCK}/dm-3/dm/uuid`]: "mpath-3600b\n",
  [`${BLOCK}/dm-3/size`]: "0\n",
  [`${BLOCK}/nvme0n1/device/state`]: "live\n",
  [`${BLOCK}/sda/device/state`]: "running\n",
  [`${BLOCK}/sdb/device/state`]: "transport-offline\n",
};

const collect = (files: Readonly<Record<string, string>>) =>
  collectOnce(dmmultipath, {}, fixtureHost(temporaryTree({ "sys/": "", ...files })));

test("multipath devices and their paths, and no other device-mapper devices", async () => {
  expect((await collect(FILES)).lines).toEqual([
    'node_dmmultipath_device_active{device="mpatha",sysfs_name="dm-0"} 1',
    'node_dmmultipath_device_active{device="mpathb",sysfs_name="dm-3"} 0',
    'node_dmmultipath_device_info{device="mpatha",sysfs_name="dm-0",uuid="mpath-3600a"} 1',
    'node_dmmultipath_device_info{device="mpathb",sysfs_name="dm-3",uuid="mpath-3600b"} 1',
    'node_dmmultipath_device_paths_active{device="mpatha",sysfs_name="dm-0"} 2',
    'node_dmmultipath_device_paths_active{device="mpathb",sysfs_name="dm-3"} 0',
    'node_dmmultipath_device_paths_failed{device="mpatha",sysfs_name="dm-0"} 1',
    'node_dmmultipath_device_paths_failed{device="mpathb",sysfs_name="dm-3"} 0',
    'node_dmmultipath_device_paths{device="mpatha",sysfs_name="dm-0"} 3',
    'node_dmmultipath_device_paths{device="mpathb",sysfs_name="dm-3"} 0',
    'node_dmmultipath_device_size_bytes{device="mpatha",sysfs_name="dm-0"} 2097152',
    'node_dmmultipath_device_size_bytes{device="mpathb",sysfs_name="dm-3"} 0',
    'node_dmmultipath_path_state{device="mpatha",path="nvme0n1",state="live"} 1',
    'node_dmmultipath_path_state{device="mpatha",path="sda",state="running"} 1',
    'node_dmmultipath_path_state{device="mpatha",path="sdb",state="transport-offline"} 1',
  ]);
});

test("disks without multipath are nothing wrong", async () => {
  expect((await collect({ [`${BLOCK}/sda/device/state`]: "running\n" })).lines).toEqual([]);
});

test.each(["dm-0/dm/name", "dm-0/dm/suspended", "dm-0/size", "sdb/device/state"])(
  "a missing %s is no data",
  async (file) => {
    const files = Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== `${BLOCK}/${file}`));
    await expect(collect(files)).rejects.toThrow(NoDataError);
  },
);

test.each(["dm-0/dm/suspended", "dm-3/size"])("a broken %s fails the collector by its path", async (file) => {
  const run = collect({ ...FILES, [`${BLOCK}/${file}`]: "many\n" });
  await expect(run).rejects.toThrow(ParseError);
  await expect(run).rejects.toThrow(`block/${file}`);
});

test("without block devices there is no data", async () => {
  await expect(collect({})).rejects.toThrow(NoDataError);
});
