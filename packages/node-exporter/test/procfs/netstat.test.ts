import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { netstatColumns, netstatFields, parseNetstat } from "../../src/procfs/netstat.ts";

test("pairs the lines of each protocol", () => {
  expect(parseNetstat("Ip: Forwarding DefaultTTL\nIp: 1 64\nTcp: ActiveOpens\nTcp: 3556\n", "net/snmp")).toEqual([
    { header: "Ip: Forwarding DefaultTTL", values: "Ip: 1 64", line: 2 },
    { header: "Tcp: ActiveOpens", values: "Tcp: 3556", line: 4 },
  ]);
});

test("names the fields by column", () => {
  expect(netstatFields("Ip: Forwarding DefaultTTL")).toEqual(["", "Ip_Forwarding", "Ip_DefaultTTL"]);
});

const HEADER = "Ip: Forwarding DefaultTTL InReceives InHdrErrors";

test.each([
  ["Forwarding InHdrErrors", ["1", "9"]],
  ["DefaultTTL", ["-1"]],
  ["Forwarding DefaultTTL InReceives InHdrErrors", ["1", "-1", "7", "9"]],
  ["", []],
])("reads the columns %s of a header", (wanted, expected) => {
  const { names, read } = netstatColumns(HEADER, (field) =>
    wanted.split(" ").includes(field.slice("Ip_".length)) ? field : undefined,
  );
  expect(names).toEqual(wanted === "" ? [] : wanted.split(" ").map((name) => `Ip_${name}`));
  expect(read({ header: HEADER, values: "Ip: 1 -1 7 9 ", line: 2 }, "net/snmp").map(String)).toEqual(expected);
});

test.each([
  ["too few", "Ip: 1 64 7"],
  ["too many", "Ip: 1 64 7 9 10"],
  ["malformed", "Ip: 1 64 x 9"],
])("refuses a line of values that are %s", (_what, values) => {
  const { read } = netstatColumns(HEADER, (field) => field);
  expect(() => read({ header: HEADER, values, line: 4 }, "net/snmp")).toThrow("net/snmp:4:");
});

test.each([
  ["malformed", "Ip Forwarding\nIp 1\n"],
  ["with the values of another protocol", "Ip: Forwarding\nTcp: 1\n"],
  ["truncated", "Ip: Forwarding\nIp: 1\nTcp: ActiveOpens\n"],
])("refuses a text %s", (_what, text) => {
  expect(() => parseNetstat(text, "net/snmp")).toThrow(ParseError);
});
