import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { tcpstat } from "../../src/collectors/tcpstat.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr\n";
const v4 = (state: string, queues = "00000000:00000000"): string =>
  `   0: 0100007F:0016 00000000:0000 ${state} ${queues} 00:00000000 0 0 0 1 2 ffff\n`;
const v6 = (state: string, queues = "00000000:00000000"): string =>
  `   0: ${"0".repeat(32)}:0016 ${"0".repeat(32)}:0000 ${state} ${queues} 00:00000000 0 0 0 1 2 ffff\n`;

test("sums states and queues of both versions of IP", async () => {
  const host = fixtureHost(
    temporaryTree({
      "proc/net/tcp": HEADER + v4("0A", "00000000:00000002") + v4("01", "00000010:00000000") + v4("06"),
      "proc/net/tcp6": HEADER + v6("01", "00000001:00000003") + v6("0F"),
    }),
  );
  const run = await collectOnce(tcpstat, {}, host);
  expect(run.lines).toEqual([
    'node_tcp_connection_states{state="established"} 2',
    'node_tcp_connection_states{state="listen"} 1',
    'node_tcp_connection_states{state="rx_queued_bytes"} 5',
    'node_tcp_connection_states{state="time_wait"} 1',
    'node_tcp_connection_states{state="tx_queued_bytes"} 17',
    'node_tcp_connection_states{state="unknown"} 1',
  ]);
  expect(run.types.get("node_tcp_connection_states")).toBe("gauge");
});

test.each([
  ["02", "syn_sent"],
  ["03", "syn_recv"],
  ["04", "fin_wait1"],
  ["05", "fin_wait2"],
  ["07", "close"],
  ["08", "close_wait"],
  ["09", "last_ack"],
  ["0B", "closing"],
])("state %s is %s", async (state, name) => {
  const { lines } = await collectOnce(tcpstat, {}, fixtureHost(temporaryTree({ "proc/net/tcp": HEADER + v4(state) })));
  expect(lines).toContain(`node_tcp_connection_states{state="${name}"} 1`);
});

test("has nothing to tell without sockets, and no data without TCP", async () => {
  expect((await collectOnce(tcpstat, {}, fixtureHost(temporaryTree({ "proc/net/tcp": HEADER })))).lines).toEqual([]);
  await expect(collectOnce(tcpstat, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
