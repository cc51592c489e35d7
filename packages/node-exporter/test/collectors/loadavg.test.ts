import { expect, test } from "vitest";
import { loadavg } from "../../src/collectors/loadavg.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes the three averages as gauges", async () => {
  const host = fixtureHost(temporaryTree({ "proc/loadavg": "0.25 0.50 12.00 1/719 19737\n" }));
  const run = await collectOnce(loadavg, {}, host);
  expect(run.lines).toEqual(["node_load1 0.25", "node_load15 12", "node_load5 0.5"]);
  expect(Object.fromEntries(run.types)).toEqual({ node_load1: "gauge", node_load5: "gauge", node_load15: "gauge" });
});

test("a missing file is an error", async () => {
  await expect(collectOnce(loadavg, {}, fixtureHost(temporaryTree({})))).rejects.toThrow("ENOENT");
});
