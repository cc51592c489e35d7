import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { swap } from "../../src/collectors/swap.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const HEADING = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

test("exposes size, use and priority of each device", async () => {
  const text = `${HEADING}/dev/dm-2   partition\t131068\t\t176\t\t-2\n/swap\\040file   file\t2048\t0\t10\n`;
  const run = await collectOnce(swap, {}, fixtureHost(temporaryTree({ "proc/swaps": text })));
  expect(run.lines).toEqual([
    String.raw`node_swap_priority{device="/dev/dm-2",swap_type="partition"} -2`,
    String.raw`node_swap_priority{device="/swap\\040file",swap_type="file"} 10`,
    String.raw`node_swap_size_bytes{device="/dev/dm-2",swap_type="partition"} 134213632`,
    String.raw`node_swap_size_bytes{device="/swap\\040file",swap_type="file"} 2097152`,
    String.raw`node_swap_used_bytes{device="/dev/dm-2",swap_type="partition"} 180224`,
    String.raw`node_swap_used_bytes{device="/swap\\040file",swap_type="file"} 0`,
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("a machine that has no swap device has no samples and is no failure", async () => {
  expect((await collectOnce(swap, {}, fixtureHost(temporaryTree({ "proc/swaps": HEADING })))).lines).toEqual([]);
});

test("a kernel that cannot swap is no data", async () => {
  await expect(collectOnce(swap, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
