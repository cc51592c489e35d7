import { expect, test } from "vitest";
import { netstat } from "../../src/collectors/netstat.ts";
import { collectOnce, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FILES = {
  "proc/net/netstat":
    "TcpExt: SyncookiesSent TW TCPTimeouts\nTcpExt: 3 388812 115\nIpExt: InNoRoutes InOctets\nIpExt: 0 6286396970\n",
  "proc/net/snmp": "Ip: Forwarding DefaultTTL\nIp: 1 64\nTcp: MaxConn CurrEstab\nTcp: -1 25\n",
};
const SNMP6 =
  "Ip6InOctets                     \t460\nIp6InReceives                   \t7\nUdp6NoPorts                     \t2\n";

const VERSION_4 = [
  "node_netstat_IpExt_InOctets 6286396970",
  "node_netstat_Ip_Forwarding 1",
  "node_netstat_TcpExt_SyncookiesSent 3",
  "node_netstat_TcpExt_TCPTimeouts 115",
  "node_netstat_Tcp_CurrEstab 25",
];

test("exposes the fields of the default pattern from all three files", async () => {
  const run = await collectOnce(netstat, {}, fixtureHost(temporaryTree({ ...FILES, "proc/net/snmp6": SNMP6 })));
  expect(run.lines).toEqual([...VERSION_4, "node_netstat_Ip6_InOctets 460", "node_netstat_Udp6_NoPorts 2"].toSorted());
  expect(new Set(run.types.values())).toEqual(new Set(["unknown"]));
});

test("does without IPv6", async () => {
  const run = await collectOnce(netstat, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual(VERSION_4);
});

test("matches the pattern against protocol and name, negative values included", async () => {
  const run = await collectOnce(netstat, { fields: matcher("^Tcp_MaxConn$") }, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual(["node_netstat_Tcp_MaxConn -1"]);
});

test("gives the same on the second scrape", async () => {
  const instance = instantiate(netstat, {}, fixtureHost(temporaryTree(FILES)));
  expect((await instance.collect()).lines).toEqual((await instance.collect()).lines);
});

test("a line with fewer values than names is an error", async () => {
  const host = fixtureHost(temporaryTree({ ...FILES, "proc/net/snmp": "Ip: Forwarding DefaultTTL\nIp: 1\n" }));
  await expect(collectOnce(netstat, {}, host)).rejects.toThrow("net/snmp:2: expected 3 columns, found 2");
});
