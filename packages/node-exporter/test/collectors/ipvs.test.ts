import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { ipvs } from "../../src/collectors/ipvs.ts";
import { collectOnce, collectPart, fixtureHost, instantiate } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const STATS = "h\nh\n  A B0 C0 D00 E00\n\n";
const SERVERS =
  "IP Virtual Server\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\nTCP  C0000201:0050 rr\n  -> C0000211:1F90 Masq 1 2 3\n  -> C0000212:1F90 Masq 10 20 30\nFWM  0000000A rr\n  -> C0000212:1F90 Masq 100 200 300\n";
const host = (servers = SERVERS) =>
  fixtureHost(temporaryTree({ "proc/net/ip_vs_stats": STATS, "proc/net/ip_vs": servers }));

const TOTALS = [
  "node_ipvs_connections_total 10",
  "node_ipvs_incoming_bytes_total 3328",
  "node_ipvs_incoming_packets_total 176",
  "node_ipvs_outgoing_bytes_total 3584",
  "node_ipvs_outgoing_packets_total 192",
];

test("exposes totals and each real server", async () => {
  const run = await collectOnce(ipvs, {}, host());
  expect(run.lines.filter((line) => !line.includes("backend"))).toEqual(TOTALS);
  expect(run.lines.filter((line) => line.startsWith("node_ipvs_backend_weight"))).toEqual([
    'node_ipvs_backend_weight{local_address="",local_mark="0000000A",local_port="0",proto="FWM",remote_address="192.0.2.18",remote_port="8080"} 100',
    'node_ipvs_backend_weight{local_address="192.0.2.1",local_mark="",local_port="80",proto="TCP",remote_address="192.0.2.17",remote_port="8080"} 1',
    'node_ipvs_backend_weight{local_address="192.0.2.1",local_mark="",local_port="80",proto="TCP",remote_address="192.0.2.18",remote_port="8080"} 10',
  ]);
  expect(run.types.get("node_ipvs_backend_weight")).toBe("gauge");
  expect(run.types.get("node_ipvs_connections_total")).toBe("counter");
});

test.each([
  [
    "proto,remote_address",
    [
      'node_ipvs_backend_connections_active{proto="FWM",remote_address="192.0.2.18"} 200',
      'node_ipvs_backend_connections_active{proto="TCP",remote_address="192.0.2.17"} 2',
      'node_ipvs_backend_connections_active{proto="TCP",remote_address="192.0.2.18"} 20',
    ],
  ],
  [
    "remote_address",
    [
      'node_ipvs_backend_connections_active{remote_address="192.0.2.17"} 2',
      'node_ipvs_backend_connections_active{remote_address="192.0.2.18"} 220',
    ],
  ],
  ["", ["node_ipvs_backend_connections_active 222"]],
])("sums servers over the labels that %j leaves out", async (backendLabels, active) => {
  const { lines } = await collectOnce(ipvs, { backendLabels }, host());
  expect(lines.filter((line) => line.startsWith("node_ipvs_backend_connections_active"))).toEqual(active);
});

test("refuses unknown labels at the start", () => {
  expect(() => instantiate(ipvs, { backendLabels: "proto,b,a" }, host())).toThrow(
    'unknown IPVS backend labels: "a, b"',
  );
});

test("has no data where it is not loaded, and totals alone where its servers cannot be read", async () => {
  await expect(collectOnce(ipvs, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
  const part = await collectPart(ipvs, {}, host("TCP C00002 rr\n"));
  expect(part.lines).toEqual(TOTALS);
  expect(part.cause).toBeInstanceOf(ParseError);
});
