import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diskstats } from "../../src/collectors/diskstats.ts";
import { collectOnce, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const COUNTERS = "1 2 3 4 5 6 7 8 9 10 11";
const FILES = {
  "proc/diskstats": `8 0 sda ${COUNTERS} 12 13 14 15 16 17\n8 1 sda1 ${COUNTERS}\n252 0 dm-0 ${COUNTERS}\n`,
  "sys/block/sda/queue/rotational": "1\n",
  "udev/data/b8:0":
    "E:ID_ATA=1\nE:ID_MODEL=M\nE:ID_REVISION=R\nE:ID_SERIAL=long\nE:ID_SERIAL_SHORT=short\nE:ID_WWN=0x5\n" +
    "E:ID_PATH=pci-0\nE:ID_ATA_WRITE_CACHE=1\nE:ID_ATA_WRITE_CACHE_ENABLED=0\nE:ID_ATA_ROTATION_RATE_RPM=x\n",
  "udev/data/b252:0":
    "E:DM_NAME=vg-root\nE:DM_UUID=LVM-1\nE:DM_VG_NAME=vg\nE:DM_LV_NAME=root\nE:ID_SERIAL=s\n" +
    "E:ID_FS_TYPE=ext4\nE:ID_FS_USAGE=filesystem\nE:ID_FS_UUID=u-1\nE:ID_FS_VERSION=1.0\n",
};

test("exposes every counter of the kernel in base units", async () => {
  const run = await collectOnce(diskstats, { include: matcher("^sda$") }, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual(
    [
      'node_disk_info{device="sda",major="8",minor="0",model="M",path="pci-0",revision="R",rotational="1",serial="short",wwn="0x5"} 1',
      ...[
        "node_disk_reads_completed_total 1",
        "node_disk_reads_merged_total 2",
        "node_disk_read_bytes_total 1536",
        "node_disk_read_time_seconds_total 0.004",
        "node_disk_writes_completed_total 5",
        "node_disk_writes_merged_total 6",
        "node_disk_written_bytes_total 3584",
        "node_disk_write_time_seconds_total 0.008",
        "node_disk_io_now 9",
        "node_disk_io_time_seconds_total 0.01",
        "node_disk_io_time_weighted_seconds_total 0.011",
        "node_disk_discards_completed_total 12",
        "node_disk_discards_merged_total 13",
        "node_disk_discarded_sectors_total 14",
        "node_disk_discard_time_seconds_total 0.015",
        "node_disk_flush_requests_total 16",
        "node_disk_flush_requests_time_seconds_total 0.017",
        "node_disk_ata_write_cache 1",
        "node_disk_ata_write_cache_enabled 0",
      ].map((line) => line.replace(" ", '{device="sda"} ')),
    ].toSorted(),
  );
  expect(run.types.get("node_disk_io_now")).toBe("gauge");
  expect(run.types.get("node_disk_read_bytes_total")).toBe("counter");
});

test("leaves partitions out by default, and counters that an older kernel lacks", async () => {
  const run = await collectOnce(diskstats, {}, fixtureHost(temporaryTree(FILES)));
  expect(new Set(run.samples.map(({ labels }) => /device="([^"]*)"/.exec(labels)?.[1]))).toEqual(
    new Set(["sda", "dm-0"]),
  );
  expect(run.lines.filter((line) => line.includes("discard")).every((line) => line.includes("sda"))).toBe(true);
  expect(run.lines.filter((line) => line.includes("dm-0") && line.includes("_info"))).toEqual([
    'node_disk_device_mapper_info{device="dm-0",lv_layer="",lv_name="root",name="vg-root",uuid="LVM-1",vg_name="vg"} 1',
    'node_disk_filesystem_info{device="dm-0",type="ext4",usage="filesystem",uuid="u-1",version="1.0"} 1',
    'node_disk_info{device="dm-0",major="252",minor="0",model="",path="",revision="",rotational="0",serial="s",wwn=""} 1',
  ]);
});

test("does without udev", async () => {
  const host = fixtureHost(temporaryTree({ "proc/diskstats": `8 0 sda ${COUNTERS}\n` }));
  const run = await collectOnce(diskstats, {}, host);
  expect(run.samples).toHaveLength(12);
  expect(run.lines).toContain(
    'node_disk_info{device="sda",major="8",minor="0",model="",path="",revision="",rotational="0",serial="",wwn=""} 1',
  );
});

test("follows udev's database from scrape to scrape", async () => {
  const folder = temporaryTree(FILES);
  const instance = instantiate(diskstats, { include: matcher("^sda$") }, fixtureHost(folder));
  const modelOf = async (): Promise<string | undefined> => {
    const { samples } = await instance.collect();
    return /model="([^"]*)"/.exec(samples.find(({ name }) => name === "node_disk_info")?.labels ?? "")?.[1];
  };
  expect(await modelOf()).toBe("M");
  expect(await modelOf()).toBe("M");
  writeFileSync(`${folder}/udev/data/b8:0`, "E:ID_MODEL=other\n");
  expect(await modelOf()).toBe("other");
  rmSync(`${folder}/udev/data/b8:0`);
  expect(await modelOf()).toBe("");
});

test("refuses both patterns", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  await expect(collectOnce(diskstats, { include: matcher("a"), exclude: matcher("b") }, host)).rejects.toThrow(
    "device-exclude & device-include are mutually exclusive",
  );
});
