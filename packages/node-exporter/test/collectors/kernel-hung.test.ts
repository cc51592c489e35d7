import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { kernelHung } from "../../src/collectors/kernel-hung.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes the count", async () => {
  const host = fixtureHost(temporaryTree({ "proc/sys/kernel/hung_task_detect_count": "3\n" }));
  const run = await collectOnce(kernelHung, {}, host);
  expect(run.lines).toEqual(["node_kernel_hung_tasks_total 3"]);
  expect(run.types.get("node_kernel_hung_tasks_total")).toBe("counter");
});

test("has no data on a kernel that does not count", async () => {
  await expect(collectOnce(kernelHung, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
