import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { lnstat } from "../../src/collectors/lnstat.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes the counters of each file by CPU, under the names that the files give", async () => {
  const run = await collectOnce(
    lnstat,
    {},
    fixtureHost(
      temporaryTree({
        "proc/net/stat/arp_cache": "entries  allocs\n0000001f  0000000a\n0000001f  0000000b\n",
        "proc/net/stat/rt_cache": "entries in_hit\n00000001 00000002\n",
      }),
    ),
  );
  expect(run.lines).toEqual([
    'node_lnstat_allocs_total{cpu="0",subsystem="arp_cache"} 10',
    'node_lnstat_allocs_total{cpu="1",subsystem="arp_cache"} 11',
    'node_lnstat_entries_total{cpu="0",subsystem="arp_cache"} 31',
    'node_lnstat_entries_total{cpu="0",subsystem="rt_cache"} 1',
    'node_lnstat_entries_total{cpu="1",subsystem="arp_cache"} 31',
    'node_lnstat_in_hit_total{cpu="0",subsystem="rt_cache"} 2',
  ]);
  expect(run.types.get("node_lnstat_allocs_total")).toBe("counter");
});

test("has nothing to tell where there are no files, as in node_exporter, and fails whole on a broken one", async () => {
  expect((await collectOnce(lnstat, {}, fixtureHost(temporaryTree({})))).samples).toEqual([]);
  const host = fixtureHost(temporaryTree({ "proc/net/stat/arp_cache": "a\n1\n", "proc/net/stat/b": "a\nx\n" }));
  await expect(collectOnce(lnstat, {}, host)).rejects.toThrow(ParseError);
});
