import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { bcache } from "../../src/collectors/bcache.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const UUID = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
const FOLDER = `sys/fs/bcache/${UUID}`;
const FILES: Readonly<Record<string, string>> = {
  "sys/fs/bcache/register": "",
  [`${FOLDER}/average_key_size`]: "17\n",
  [`${FOLDER}/btree_cache_size`]: "1.5k\n",
  [`${FOLDER}/cache_available_percent`]: "93\n",
  [`${FOLDER}/congested`]: "1\n",
  [`${FOLDER}/root_usage_percent`]: "12\n",
  [`${FOLDER}/tree_depth`]: "2\n",
  [`${FOLDER}/internal/active_journal_entries`]: "3\n",
  [`${FOLDER}/internal/btree_nodes`]: "4\n",
  [`${FOLDER}/internal/btree_read_average_duration_us`]: "512\n",
  [`${FOLDER}/internal/cache_read_races`]: "5\n",
  [`${FOLDER}/bdev10/dirty_data`]: "2.0M\n",
  [`${FOLDER}/bdev10/writeback_rate_debug`]:
    "rate:\t\t1.0M/sec\ndirty:\t\t2.0M\ntarget:\t\t3.0G\nproportional:\t-4.0k\nintegral:\t5\nchange:\t\t-6.0k/sec\nnext io:\t7ms\n",
  [`${FOLDER}/bdev10/stats_total/bypassed`]: "8.0k\n",
  [`${FOLDER}/bdev10/stats_total/cache_hits`]: "9\n",
  [`${FOLDER}/bdev10/stats_total/cache_misses`]: "10\n",
  [`${FOLDER}/bdev10/stats_total/cache_bypass_hits`]: "11\n",
  [`${FOLDER}/bdev10/stats_total/cache_bypass_misses`]: "12\n",
  [`${FOLDER}/bdev10/stats_total/cache_miss_collisions`]: "13\n",
  [`${FOLDER}/bdev10/stats_total/cache_readaheads`]: "14\n",
  [`${FOLDER}/cache0/io_errors`]: "15\n",
  [`${FOLDER}/cache0/metadata_written`]: "16.0k\n",
  [`${FOLDER}/cache0/written`]: "17.0M\n",
  [`${FOLDER}/cache0/priority_stats`]: "Unused:\t\t40%\nMetadata:\t1%\nAverage:\t9\n",
};

const collect = (files: Readonly<Record<string, string>>, priorityStats = true) =>
  collectOnce(bcache, { priorityStats }, fixtureHost(temporaryTree({ ...files, "sys/": "" })));

const PRIORITY = /^node_bcache_priority_stats_/;

test("a cache set with a backing and a cache device", async () => {
  const set = `uuid="${UUID}"`;
  const backing = `backing_device="bdev10",${set}`;
  const cache = `cache_device="cache0",${set}`;
  const run = await collect(FILES);
  expect(run.lines).toEqual(
    [
      `node_bcache_average_key_size_sectors{${set}} 17`,
      `node_bcache_btree_cache_size_bytes{${set}} 1524`,
      `node_bcache_cache_available_percent{${set}} 93`,
      `node_bcache_congested{${set}} 1`,
      `node_bcache_root_usage_percent{${set}} 12`,
      `node_bcache_tree_depth{${set}} 2`,
      `node_bcache_active_journal_entries{${set}} 3`,
      `node_bcache_btree_nodes{${set}} 4`,
      `node_bcache_btree_read_average_duration_seconds{${set}} 5.12e-7`,
      `node_bcache_cache_read_races_total{${set}} 5`,
      `node_bcache_dirty_data_bytes{${backing}} 2097152`,
      `node_bcache_dirty_target_bytes{${backing}} 3221225472`,
      `node_bcache_writeback_rate{${backing}} 1048576`,
      `node_bcache_writeback_rate_proportional_term{${backing}} -4096`,
      `node_bcache_writeback_rate_integral_term{${backing}} 5`,
      `node_bcache_writeback_change{${backing}} -6144`,
      `node_bcache_bypassed_bytes_total{${backing}} 8192`,
      `node_bcache_cache_hits_total{${backing}} 9`,
      `node_bcache_cache_misses_total{${backing}} 10`,
      `node_bcache_cache_bypass_hits_total{${backing}} 11`,
      `node_bcache_cache_bypass_misses_total{${backing}} 12`,
      `node_bcache_cache_miss_collisions_total{${backing}} 13`,
      `node_bcache_cache_readaheads_total{${backing}} 14`,
      `node_bcache_io_errors{${cache}} 15`,
      `node_bcache_metadata_written_bytes_total{${cache}} 16384`,
      `node_bcache_written_bytes_total{${cache}} 17825792`,
      `node_bcache_priority_stats_unused_percent{${cache}} 40`,
      `node_bcache_priority_stats_metadata_percent{${cache}} 1`,
    ].toSorted(),
  );
});

test("priority statistics are neither exposed nor read unless they are asked for", async () => {
  const broken = { ...FILES, [`${FOLDER}/cache0/priority_stats`]: "Unused: x\n" };
  const { lines } = await collectOnce(bcache, {}, fixtureHost(temporaryTree(broken)));
  expect(lines).toEqual((await collect(FILES)).lines.filter((line) => !PRIORITY.test(line)));
  await expect(collect(broken)).rejects.toThrow(ParseError);
});

test("values that a kernel does not have are 0, but for read-aheads, which are left out", async () => {
  const run = await collect({
    [`${FOLDER}/tree_depth`]: "1\n",
    [`${FOLDER}/bdev0/writeback_rate_debug`]: "\n",
    [`${FOLDER}/bdev1/writeback_rate_debug`]: "\n",
    [`${FOLDER}/bdev1/stats_total/cache_readaheads`]: "0\n",
    [`${FOLDER}/bdev/dirty_data`]: "x\n",
    [`${FOLDER}/cache_available_percent`]: "5\n",
  });
  expect(run.lines.filter((line) => !line.endsWith(" 0"))).toEqual([
    `node_bcache_cache_available_percent{uuid="${UUID}"} 5`,
    `node_bcache_tree_depth{uuid="${UUID}"} 1`,
  ]);
  expect(run.lines).toContain(`node_bcache_cache_hits_total{backing_device="bdev1",uuid="${UUID}"} 0`);
  expect(run.lines.join("\n")).not.toContain("readaheads");
  expect(run.lines.join("\n")).not.toContain('backing_device="bdev"');
});

test.each(["bdev10/writeback_rate_debug", "cache0/priority_stats"])(
  "a missing %s fails the collector",
  async (file) => {
    const files = Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== `${FOLDER}/${file}`));
    await expect(collect(files)).rejects.toThrow(expect.objectContaining({ code: "ENOENT" }));
  },
);

test.each(["congested", "internal/btree_nodes", "bdev10/stats_total/bypassed", "cache0/written"])(
  "a broken or empty %s fails it by its path",
  async (file) => {
    for (const text of ["1.5x\n", ""]) {
      const run = collect({ ...FILES, [`${FOLDER}/${file}`]: text });
      await expect(run).rejects.toThrow(ParseError);
      await expect(run).rejects.toThrow(`fs/bcache/${UUID}/${file}`);
    }
  },
);

test.each([
  ["the module", {}],
  ["a cache set", { "sys/fs/bcache/register": "" }],
])("nothing is wrong without %s", async (_what, files) => {
  expect((await collect(files)).lines).toEqual([]);
});
