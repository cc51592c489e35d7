import { expect, test } from "vitest";
import { softirqs } from "../../src/collectors/softirqs.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes calls by CPU and vector", async () => {
  const text =
    "                    CPU0       CPU1       \n          HI:          7          1\n      NET_RX:      43066     104508\n";
  const run = await collectOnce(softirqs, {}, fixtureHost(temporaryTree({ "proc/softirqs": text })));
  expect(run.lines).toEqual([
    'node_softirqs_functions_total{cpu="0",type="HI"} 7',
    'node_softirqs_functions_total{cpu="0",type="NET_RX"} 43066',
    'node_softirqs_functions_total{cpu="1",type="HI"} 1',
    'node_softirqs_functions_total{cpu="1",type="NET_RX"} 104508',
  ]);
  expect(run.types.get("node_softirqs_functions_total")).toBe("counter");
});

test("one bad count fails the collector, as it does in node_exporter", async () => {
  const host = fixtureHost(temporaryTree({ "proc/softirqs": "CPU0\nHI: 1\nTIMER: x\n" }));
  await expect(collectOnce(softirqs, {}, host)).rejects.toThrow("softirqs:3");
});
