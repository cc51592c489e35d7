import { expect, test } from "vitest";
import { softnet } from "../../src/collectors/softnet.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes the columns by CPU", async () => {
  const text = "00000010 00000001 00000002 0 0 0 0 0 00000003 00000004 00000005 00000006 00000002 0 0\n";
  const run = await collectOnce(softnet, {}, fixtureHost(temporaryTree({ "proc/net/softnet_stat": text })));
  expect(run.lines).toEqual([
    'node_softnet_backlog_len{cpu="2"} 6',
    'node_softnet_cpu_collision_total{cpu="2"} 3',
    'node_softnet_dropped_total{cpu="2"} 1',
    'node_softnet_flow_limit_count_total{cpu="2"} 5',
    'node_softnet_processed_total{cpu="2"} 16',
    'node_softnet_received_rps_total{cpu="2"} 4',
    'node_softnet_times_squeezed_total{cpu="2"} 2',
  ]);
  expect(run.types.get("node_softnet_backlog_len")).toBe("gauge");
  expect(run.types.get("node_softnet_processed_total")).toBe("counter");
});
