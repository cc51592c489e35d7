import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { bcachefs } from "../../src/collectors/bcachefs.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const UUID = "11111111-2222-3333-4444-555555555555";
const FOLDER = `sys/fs/bcachefs/${UUID}`;
const DEVICE = `${FOLDER}/dev-3`;
const FILES: Readonly<Record<string, string>> = {
  [`${FOLDER}/btree_cache_size`]: "1.5M\n",
  [`${FOLDER}/compression_stats`]: "type   compressed  uncompressed\nzstd   1.00k       3.00k\n",
  [`${FOLDER}/errors`]: "lru_entry_bad  7  1771753700\n",
  [`${FOLDER}/counters/btree_node_read`]: "since mount: 1\nsince filesystem creation: 23\n",
  [`${FOLDER}/counters/io-read_ - odd`]: "since mount: 1\nsince filesystem creation: 2.0k\n",
  [`${FOLDER}/btree_write_stats`]: "         nr  size\ninitial: 4   30.0k\n",
  [`${DEVICE}/label`]: "hdd.three\n",
  [`${DEVICE}/state`]: "[rw] ro evacuating spare \n",
  [`${DEVICE}/bucket_size`]: "256k\n",
  [`${DEVICE}/nbuckets`]: "1907\n",
  [`${DEVICE}/durability`]: "2\n",
  [`${DEVICE}/io_done`]: "read:\nuser  : 10\nwrite:\nbtree : 20\n",
  [`${DEVICE}/io_errors`]: "IO errors since filesystem creation\n  read: 3\nIO errors since 2 y ago\n  read: 1\n",
};

const collect = (files: Readonly<Record<string, string>>) =>
  collectOnce(bcachefs, {}, fixtureHost(temporaryTree(files)));

const of = `uuid="${UUID}"`;

test("a file system with a device", async () => {
  const run = await collect(FILES);
  expect(run.lines).toEqual(
    [
      `node_bcachefs_info{${of}} 1`,
      `node_bcachefs_btree_cache_size_bytes{${of}} 1572864`,
      `node_bcachefs_compression_compressed_bytes{algorithm="zstd",${of}} 1024`,
      `node_bcachefs_compression_uncompressed_bytes{algorithm="zstd",${of}} 3072`,
      `node_bcachefs_errors_total{error_type="lru_entry_bad",${of}} 7`,
      `node_bcachefs_btree_node_read_total{${of}} 23`,
      `node_bcachefs_io_read_odd_total{${of}} 2048`,
      `node_bcachefs_btree_writes_total{type="initial",${of}} 4`,
      `node_bcachefs_btree_write_average_size_bytes{type="initial",${of}} 30720`,
      `node_bcachefs_device_info{device="3",label="hdd.three",state="[rw] ro evacuating spare",${of}} 1`,
      `node_bcachefs_device_bucket_size_bytes{device="3",${of}} 262144`,
      `node_bcachefs_device_buckets{device="3",${of}} 1907`,
      `node_bcachefs_device_durability{device="3",${of}} 2`,
      `node_bcachefs_device_io_done_bytes_total{data_type="user",device="3",operation="read",${of}} 10`,
      `node_bcachefs_device_io_done_bytes_total{data_type="btree",device="3",operation="write",${of}} 20`,
      `node_bcachefs_device_io_errors_total{device="3",type="read",${of}} 3`,
    ].toSorted(),
  );
  expect(run.types.get("node_bcachefs_btree_node_read_total")).toBe("counter");
});

test("a counter's family says which one it is", () => {
  const family = bcachefs.families.find(({ kind }) => kind === "dynamic");
  if (family?.kind !== "dynamic") throw new Error("no dynamic family");
  expect(family.helpFor?.("node_bcachefs_btree_node_read_total")).toContain(" btree_node_read ");
});

test("files that a kernel does not have count nothing, and what is no folder or no file is left out", async () => {
  const run = await collect({
    [`${FOLDER}/dev-0/`]: "",
    "sys/fs/bcachefs/a-file": "x\n",
    [`${FOLDER}/dev-file`]: "x\n",
    [`${FOLDER}/counters/folder/`]: "",
  });
  expect(run.lines).toEqual(
    [
      `node_bcachefs_info{${of}} 1`,
      `node_bcachefs_btree_cache_size_bytes{${of}} 0`,
      `node_bcachefs_device_info{device="0",label="",state="",${of}} 1`,
      `node_bcachefs_device_bucket_size_bytes{device="0",${of}} 0`,
      `node_bcachefs_device_buckets{device="0",${of}} 0`,
      `node_bcachefs_device_durability{device="0",${of}} 0`,
    ].toSorted(),
  );
});

test.each([
  "btree_cache_size",
  "compression_stats",
  "errors",
  "counters/btree_node_read",
  "btree_write_stats",
  "dev-3/bucket_size",
  "dev-3/nbuckets",
  "dev-3/io_done",
  "dev-3/io_errors",
])("a broken %s fails the collector by its path", async (file) => {
  const broken = "a b c\nread:\nIO errors since filesystem creation\nx: many d\ninitial: x y\n";
  const run = collect({ ...FILES, [`${FOLDER}/${file}`]: broken });
  await expect(run).rejects.toThrow(ParseError);
  await expect(run).rejects.toThrow(`fs/bcachefs/${UUID}/${file}`);
});

test.each([
  ["the module", {}],
  ["a file system", { "sys/fs/bcachefs/": "" }],
])("without %s there is no data", async (_what, files) => {
  await expect(collect({ "sys/": "", ...files })).rejects.toThrow(NoDataError);
});
