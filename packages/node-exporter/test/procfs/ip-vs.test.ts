import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseIpvsBackends } from "../../src/procfs/ip-vs.ts";
import { parseProblems } from "../support/parse-problems.ts";

const HEADER =
  "IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\n";
const SERVERS = `${HEADER}TCP  C0000201:0050 rr  \n  -> C0000211:1F90      Masq    5      6          7         \nFWM  0000000A wlc\n  -> C0000212:0051      Route   1      0          2         \n`;

test("gives each real server with the virtual one before it", () => {
  expect(parseIpvsBackends(SERVERS)).toEqual([
    {
      localAddress: "192.0.2.1",
      localPort: "80",
      localMark: "",
      remoteAddress: "192.0.2.17",
      remotePort: "8080",
      protocol: "TCP",
      weight: 5,
      activeConnections: 6,
      inactiveConnections: 7,
    },
    {
      localAddress: "",
      localPort: "0",
      localMark: "0000000A",
      remoteAddress: "192.0.2.18",
      remotePort: "81",
      protocol: "FWM",
      weight: 1,
      activeConnections: 0,
      inactiveConnections: 2,
    },
  ]);
});

test.each(["UDP", "SCTP"])("servers of %s are told apart from the TCP ones before them", (protocol) => {
  const text = `${SERVERS}${protocol}  C0000203:0051 rr\n  -> C0000213:0051 Masq 1 0 0\n`;
  expect(parseIpvsBackends(text).at(-1)).toMatchObject({ protocol, localAddress: "192.0.2.3", localMark: "" });
});

test("an empty table, empty lines and lines of one word have no servers", () => {
  expect(parseIpvsBackends(HEADER)).toEqual([]);
  expect(parseIpvsBackends("")).toEqual([]);
  expect(parseIpvsBackends(`${HEADER}\nTCP\n->\n  -> C0000211:1F90 Masq 1\n`)).toEqual([]);
});

test.each([
  ["virtual address", `${HEADER}TCP  C00002:0050 rr\n`, /^net\/ip_vs:4:/],
  ["real address", `${HEADER}TCP  C0000201:0050 rr\n  -> C0000211 Masq 1 2 3\n`, /^net\/ip_vs:5:/],
  ["weight", `${HEADER}TCP  C0000201:0050 rr\n  -> C0000211:1F90 Masq x 2 3\n`, /^net\/ip_vs:5:/],
  ["count", `${HEADER}TCP  C0000201:0050 rr\n  -> C0000211:1F90 Masq 1 -2 3\n`, /^net\/ip_vs:5:/],
])("refuses a malformed %s", (_what, text, message) => {
  expect(() => parseIpvsBackends(text)).toThrow(ParseError);
  expect(() => parseIpvsBackends(text)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(SERVERS, parseIpvsBackends)).toEqual([]);
});
