import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { xfs } from "../../src/collectors/xfs.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const collect = (files: Readonly<Record<string, string>>) =>
  collectOnce(xfs, {}, fixtureHost(temporaryTree({ "sys/": "", ...files })));

test("counters of each file system, and not their sums", async () => {
  const run = await collect({
    "sys/fs/xfs/stats/stats": "rw 90 90\n",
    "sys/fs/xfs/stats/stats_clear": "",
    "sys/fs/xfs/debug/bug_on_assert": "0\n",
    "sys/fs/xfs/dm-0/stats/stats": "extent_alloc 1 2 0 0\nrw 3 4\nxpc 5 6 7\n",
    "sys/fs/xfs/sdb1/stats/stats": "rw 8 9\n",
    "sys/fs/xfs/sdc1/error/fail_at_unmount": "1\n",
  });
  expect(run.samples).toHaveLength(2 * 39);
  expect(run.lines.filter((line) => !line.endsWith(" 0"))).toEqual([
    'node_xfs_extent_allocation_blocks_allocated_total{device="dm-0"} 2',
    'node_xfs_extent_allocation_extents_allocated_total{device="dm-0"} 1',
    'node_xfs_read_calls_total{device="dm-0"} 4',
    'node_xfs_read_calls_total{device="sdb1"} 9',
    'node_xfs_write_calls_total{device="dm-0"} 3',
    'node_xfs_write_calls_total{device="sdb1"} 8',
  ]);
});

test("a broken text fails the collector by its path", async () => {
  const run = collect({ "sys/fs/xfs/sdb1/stats/stats": "rw 8\n" });
  await expect(run).rejects.toThrow(ParseError);
  await expect(run).rejects.toThrow("fs/xfs/sdb1/stats/stats:1:");
});

test("nothing is wrong without XFS", async () => {
  expect((await collect({})).lines).toEqual([]);
  expect((await collect({ "sys/fs/xfs/stats/stats": "rw 1 2\n" })).lines).toEqual([]);
});
