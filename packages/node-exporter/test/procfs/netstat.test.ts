import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { netstatFields, parseNetstat } from "../../src/procfs/netstat.ts";

test("pairs the lines of each protocol", () => {
  expect(parseNetstat("Ip: Forwarding DefaultTTL\nIp: 1 64\nTcp: ActiveOpens\nTcp: 3556\n", "net/snmp")).toEqual([
    { header: "Ip: Forwarding DefaultTTL", values: "Ip: 1 64", line: 2 },
    { header: "Tcp: ActiveOpens", values: "Tcp: 3556", line: 4 },
  ]);
});

test("names the fields by column", () => {
  expect(netstatFields("Ip: Forwarding DefaultTTL")).toEqual(["", "Ip_Forwarding", "Ip_DefaultTTL"]);
});

test.each([
  ["malformed", "Ip Forwarding\nIp 1\n"],
  ["with the values of another protocol", "Ip: Forwarding\nTcp: 1\n"],
  ["truncated", "Ip: Forwarding\nIp: 1\nTcp: ActiveOpens\n"],
])("refuses a text %s", (_what, text) => {
  expect(() => parseNetstat(text, "net/snmp")).toThrow(ParseError);
});
