import { expect, test } from "vitest";
import { vmstat } from "../../src/collectors/vmstat.ts";
import { collectOnce, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const TEXT =
  "nr_free_pages 977769\npgpgin 7344136\npswpout 7\npgfault 320168\npgmajfault 507162\noom_kill 1\nnuma_hit 5\n";

test("exposes the fields of the default pattern", async () => {
  const run = await collectOnce(vmstat, {}, fixtureHost(temporaryTree({ "proc/vmstat": TEXT })));
  expect(run.lines).toEqual([
    "node_vmstat_oom_kill 1",
    "node_vmstat_pgfault 320168",
    "node_vmstat_pgmajfault 507162",
    "node_vmstat_pgpgin 7344136",
    "node_vmstat_pswpout 7",
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["unknown"]));
});

test("takes another pattern, and everything for an empty one", async () => {
  const host = fixtureHost(temporaryTree({ "proc/vmstat": TEXT }));
  expect((await collectOnce(vmstat, { fields: matcher("^numa") }, host)).lines).toEqual(["node_vmstat_numa_hit 5"]);
  expect((await collectOnce(vmstat, { fields: undefined }, host)).lines).toHaveLength(7);
});

test("asks the pattern once for each field", async () => {
  let asked = 0;
  const fields = { source: "x", test: () => (asked += 1) > 0 };
  const instance = instantiate(vmstat, { fields }, fixtureHost(temporaryTree({ "proc/vmstat": TEXT })));
  await instance.collect();
  await instance.collect();
  expect(asked).toBe(7);
});
