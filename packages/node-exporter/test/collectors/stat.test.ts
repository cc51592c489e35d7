import { expect, test } from "vitest";
import { stat } from "../../src/collectors/stat.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const TEXT =
  "cpu  1 2 3 4\nintr 8885917 17 0\nctxt 38014093\nbtime 1418183276\nprocesses 26442\nprocs_running 2\n" +
  "procs_blocked 1\nsoftirq 5057579 10 11 12 13 14 15 16 17 18 19\n";

const COUNTERS = [
  "node_boot_time_seconds 1418183276",
  "node_context_switches_total 38014093",
  "node_forks_total 26442",
  "node_intr_total 8885917",
  "node_procs_blocked 1",
  "node_procs_running 2",
];

test("exposes the counters of /proc/stat", async () => {
  const run = await collectOnce(stat, {}, fixtureHost(temporaryTree({ "proc/stat": TEXT })));
  expect(run.lines).toEqual(COUNTERS);
  expect(run.types.get("node_forks_total")).toBe("counter");
  expect(run.types.get("node_boot_time_seconds")).toBe("gauge");
});

test("exposes softirqs by vector when asked to", async () => {
  const run = await collectOnce(stat, { softirq: true }, fixtureHost(temporaryTree({ "proc/stat": TEXT })));
  const vectors = ["hi", "timer", "net_tx", "net_rx", "block", "block_iopoll", "tasklet", "sched", "hrtimer", "rcu"];
  expect(run.lines).toEqual(
    [
      ...COUNTERS,
      ...vectors.map((vector, index) => `node_softirqs_total{vector="${vector}"} ${10 + index}`),
    ].toSorted(),
  );
});
