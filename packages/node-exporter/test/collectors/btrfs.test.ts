import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { btrfs } from "../../src/collectors/btrfs.ts";
import { evaluateFamilies } from "@sightglass/metrics-registry/testing";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { BTRFS_HOST } from "../support/small-host-btrfs.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const UUID = "3f2a8f6e-1c54-4c6a-9c1c-0d1b6a7f8e21";
const BASE = `sys/fs/btrfs/${UUID}`;

const without = (part: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(BTRFS_HOST).filter(([path]) => !path.includes(part)));

const collect = (files: Readonly<Record<string, string>>) => collectOnce(btrfs, {}, fixtureHost(temporaryTree(files)));

test("a file system of one device, from its files", async () => {
  const run = await collect(BTRFS_HOST);
  const u = `uuid="${UUID}"`;
  expect(run.lines).toEqual(
    [
      `node_btrfs_allocation_ratio{block_group_type="data",mode="single",${u}} 1`,
      `node_btrfs_allocation_ratio{block_group_type="metadata",mode="dup",${u}} 2`,
      `node_btrfs_allocation_ratio{block_group_type="system",mode="dup",${u}} 2`,
      `node_btrfs_commit_seconds_total{${u}} 30`,
      `node_btrfs_commits_total{${u}} 12`,
      `node_btrfs_device_errors_total{btrfs_dev_uuid="",device="vdb",type="corruption",${u}} 4`,
      `node_btrfs_device_errors_total{btrfs_dev_uuid="",device="vdb",type="flush",${u}} 3`,
      `node_btrfs_device_errors_total{btrfs_dev_uuid="",device="vdb",type="generation",${u}} 5`,
      `node_btrfs_device_errors_total{btrfs_dev_uuid="",device="vdb",type="read",${u}} 2`,
      `node_btrfs_device_errors_total{btrfs_dev_uuid="",device="vdb",type="write",${u}} 1`,
      `node_btrfs_device_size_bytes{device="vdb",${u}} 1073741824`,
      `node_btrfs_global_rsv_size_bytes{${u}} 3407872`,
      `node_btrfs_info{label="data",${u}} 1`,
      `node_btrfs_last_commit_seconds{${u}} 1.5`,
      `node_btrfs_max_commit_seconds{${u}} 2.5`,
      `node_btrfs_reserved_bytes{block_group_type="data",${u}} 4096`,
      `node_btrfs_reserved_bytes{block_group_type="metadata",${u}} 16384`,
      `node_btrfs_reserved_bytes{block_group_type="system",${u}} 0`,
      `node_btrfs_size_bytes{block_group_type="data",mode="single",${u}} 8388608`,
      `node_btrfs_size_bytes{block_group_type="metadata",mode="dup",${u}} 53673984`,
      `node_btrfs_size_bytes{block_group_type="system",mode="dup",${u}} 8388608`,
      `node_btrfs_used_bytes{block_group_type="data",mode="single",${u}} 65536`,
      `node_btrfs_used_bytes{block_group_type="metadata",mode="dup",${u}} 114688`,
      `node_btrfs_used_bytes{block_group_type="system",mode="dup",${u}} 16384`,
    ].toSorted(),
  );
  expect(Object.fromEntries(run.types)).toMatchObject({
    node_btrfs_commits_total: "counter",
    node_btrfs_commit_seconds_total: "counter",
    node_btrfs_device_errors_total: "counter",
    node_btrfs_last_commit_seconds: "gauge",
    node_btrfs_device_size_bytes: "gauge",
  });
});

test.each([
  ["raid0", 1],
  ["raid1", 2],
  ["raid10", 2],
  ["raid1c3", 3],
  ["raid1c4", 4],
  ["raid5", 4 / 3],
  ["raid6", 2],
  ["raid99", 0],
])("profile %s of four devices takes %d bytes for one", async (mode, ratio) => {
  const devices = Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${BASE}/devices/sd${name}/size`, "8\n"]));
  const run = await collect({
    ...without("/devices/"),
    ...devices,
    [`${BASE}/allocation/data/${mode}/total_bytes`]: "1\n",
  });
  expect(run.lines).toContain(
    `node_btrfs_allocation_ratio{block_group_type="data",mode="${mode}",uuid="${UUID}"} ${ratio}`,
  );
});

test("devices of several are told apart by number where the kernel does not name them", async () => {
  const run = await collect({
    ...BTRFS_HOST,
    [`${BASE}/devices/vdc/size`]: "2048\n",
    [`${BASE}/devinfo/7/error_stats`]: BTRFS_HOST[`${BASE}/devinfo/1/error_stats`] as string,
    [`${BASE}/devinfo/9/error_stats`]: "invalid\n",
  });
  const devices = run.samples
    .filter(({ name }) => name === "node_btrfs_device_errors_total")
    .map(({ labels }) => /device="([^"]*)"/.exec(labels)?.[1]);
  expect([...new Set(devices)]).toEqual(["devid-1", "devid-7"]);
});

test.each([
  ["commit_stats, before 6.0", "/commit_stats", "node_btrfs_commits_total", 0],
  ["devinfo, before 5.14", "/devinfo/", "node_btrfs_device_errors_total", undefined],
  ["data groups, where they are mixed with metadata", "/data/", "node_btrfs_used_bytes", 114_688],
  ["a device", "/devices/", "node_btrfs_device_size_bytes", undefined],
])("without %s", async (_what, part, name, value) => {
  const run = await collect(without(part));
  expect(run.samples.find((sample) => sample.name === name)?.value).toBe(value);
  expect(run.samples.length).toBeGreaterThan(10);
});

test("the folder's name stands for a UUID that is not told", async () => {
  const run = await collect(without("metadata_uuid"));
  expect(run.lines).toContain(`node_btrfs_info{label="data",uuid="${UUID}"} 1`);
});

test("no count is 0, and one that is too large the largest", async () => {
  const run = await collect({
    ...BTRFS_HOST,
    [`${BASE}/allocation/data/bytes_reserved`]: "-5\n",
    [`${BASE}/allocation/metadata/bytes_reserved`]: `${"9".repeat(30)}\n`,
  });
  const reserved = run.samples.filter(({ name }) => name === "node_btrfs_reserved_bytes");
  expect(reserved.map(({ value }) => value)).toEqual([0, 2 ** 64, 0]);
});

test("broken commit statistics and missing system groups fail the collector, as they do in node_exporter", async () => {
  await expect(collect({ ...BTRFS_HOST, [`${BASE}/commit_stats`]: "commits\n" })).rejects.toThrow(ParseError);
  await expect(collect(without("/system/"))).rejects.toThrow("allocation/system");
});

test.each([{}, { "sys/fs/btrfs/features/raid1c34": "0\n" }])(
  "no file system is no sample, and no failure",
  async (files) => {
    expect((await collect(files)).lines).toEqual([]);
  },
);

test("a mounted file system that cannot be asked is told of by its files", async () => {
  const mountinfo = "30 20 0:40 / /absent rw - btrfs /dev/vdb rw\n";
  const run = await collect({ ...BTRFS_HOST, "proc/1/mountinfo": mountinfo });
  expect(run.lines).toEqual((await collect(BTRFS_HOST)).lines);
});

test("devices that were asked themselves have their UUID as a label, and what they have free", () => {
  const device = { uuid: "0-1", device: "vdb", totalBytes: 100, unusedBytes: 40, errors: [1, 2, 3, 4, 5] };
  const row = {
    uuid: "u",
    label: "",
    reserveBytes: 0,
    commits: { commits: 0, lastMs: 0, longestMs: 0, totalMs: 0 },
    groups: [],
    sizes: [],
    errors: [],
    devices: [device],
  };
  const families = evaluateFamilies(btrfs.families, [row]).filter(({ name }) => name.startsWith("node_btrfs_device_"));
  const lines = families.flatMap(({ name, points }) => points.map((point) => `${name} ${JSON.stringify(point)}`));
  expect(lines).toHaveLength(7);
  const text = lines.join("\n");
  expect(text).toMatch(/node_btrfs_device_size_bytes .*"btrfs_dev_uuid","0-1".*100/);
  expect(text).toMatch(/node_btrfs_device_unused_bytes .*:40,.*"btrfs_dev_uuid","0-1"/);
  expect(text).toMatch(/node_btrfs_device_errors_total .*:5,.*"type","generation"/);
});
