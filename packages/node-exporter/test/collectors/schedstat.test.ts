import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { schedstat } from "../../src/collectors/schedstat.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes nanoseconds as seconds", async () => {
  const host = fixtureHost(
    temporaryTree({ "proc/schedstat": "version 15\ncpu0 1 0 2 3 4 5 2500000000 500000000 42\n" }),
  );
  const run = await collectOnce(schedstat, {}, host);
  expect(run.lines).toEqual([
    'node_schedstat_running_seconds_total{cpu="0"} 2.5',
    'node_schedstat_timeslices_total{cpu="0"} 42',
    'node_schedstat_waiting_seconds_total{cpu="0"} 0.5',
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["counter"]));
});

test("has no data without the file", async () => {
  await expect(collectOnce(schedstat, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
