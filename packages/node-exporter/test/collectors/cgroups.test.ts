import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { cgroups } from "../../src/collectors/cgroups.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes groups and state of each controller", async () => {
  const text = "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t3\t172\t1\nmemory\t0\t1\t0\n";
  const run = await collectOnce(cgroups, {}, fixtureHost(temporaryTree({ "proc/cgroups": text })));
  expect(run.lines).toEqual([
    'node_cgroups_cgroups{subsys_name="cpu"} 172',
    'node_cgroups_cgroups{subsys_name="memory"} 1',
    'node_cgroups_enabled{subsys_name="cpu"} 1',
    'node_cgroups_enabled{subsys_name="memory"} 0',
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("a kernel without control groups is no data", async () => {
  await expect(collectOnce(cgroups, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
