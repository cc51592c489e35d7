import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { conntrack } from "../../src/collectors/conntrack.ts";
import { collectOnce, collectPart, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FILES = {
  "proc/sys/net/netfilter/nf_conntrack_count": "123\n",
  "proc/sys/net/netfilter/nf_conntrack_max": "65536\n",
};

test("exposes entries, limit and the counters as gauges", async () => {
  const stats = "header\n21 0 1 0 2 3 0 0 4 5 6 7 0  0 0 0 8\n21 0 1 0 2 3 0 0 4 5 6 7 0  0 0 0 a\n";
  const run = await collectOnce(
    conntrack,
    {},
    fixtureHost(temporaryTree({ ...FILES, "proc/net/stat/nf_conntrack": stats })),
  );
  expect(run.lines).toEqual([
    "node_nf_conntrack_entries 123",
    "node_nf_conntrack_entries_limit 65536",
    "node_nf_conntrack_stat_drop 12",
    "node_nf_conntrack_stat_early_drop 14",
    "node_nf_conntrack_stat_found 2",
    "node_nf_conntrack_stat_ignore 6",
    "node_nf_conntrack_stat_insert 8",
    "node_nf_conntrack_stat_insert_failed 10",
    "node_nf_conntrack_stat_invalid 4",
    "node_nf_conntrack_stat_search_restart 18",
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("keeps entries and limit where the kernel has no counters", async () => {
  const part = await collectPart(conntrack, {}, fixtureHost(temporaryTree(FILES)));
  expect(part.lines).toEqual(["node_nf_conntrack_entries 123", "node_nf_conntrack_entries_limit 65536"]);
  expect(part.cause).toBeInstanceOf(NoDataError);
});

test("has no data where connection tracking is not loaded", async () => {
  const part = await collectPart(conntrack, {}, fixtureHost(temporaryTree({})));
  expect(part.lines).toEqual([]);
  expect(part.cause).toBeInstanceOf(NoDataError);
});
