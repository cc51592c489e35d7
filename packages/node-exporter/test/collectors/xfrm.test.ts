import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { xfrm } from "../../src/collectors/xfrm.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes every counter, 0 for those that an old kernel lacks", async () => {
  const text = "XfrmInError 1\nXfrmInStateMismatch 9\nXfrmOutPolDead 7656\nXfrmInIptfsError 3\n";
  const run = await collectOnce(xfrm, {}, fixtureHost(temporaryTree({ "proc/net/xfrm_stat": text })));
  expect(run.samples).toHaveLength(28);
  expect(run.lines.filter((line) => !line.endsWith(" 0"))).toEqual([
    "node_xfrm_in_error_packets_total 1",
    "node_xfrm_in_state_mismatch_packets_total 9",
    "node_xfrm_out_pol_dead_packets_total 7656",
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["counter"]));
});

test("has no data where the kernel keeps no such statistics", async () => {
  await expect(collectOnce(xfrm, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
