import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseSnmp6, snmp6FieldName } from "../../src/procfs/snmp6.ts";

const all = (field: string): string => field;

test("reads names padded to 32 columns and longer ones", () => {
  const text = "Ip6InReceives                   \t7\nIcmp6OutRouterAdvertisementsAndSome\t460\n";
  expect(parseSnmp6(text, all)).toEqual([
    { name: "Ip6InReceives", value: 7, scale: 1, at: 33 },
    { name: "Icmp6OutRouterAdvertisementsAndSome", value: 460, scale: 1, at: 71 },
  ]);
});

test("looks only at the values that are wanted", () => {
  expect(
    parseSnmp6("Ip6InReceives\tx\nUdp6NoPorts\t2\n", (field) => (field === "Udp6NoPorts" ? "n" : undefined)),
  ).toEqual([{ name: "n", value: 2, scale: 1, at: 28 }]);
});

test("skips a truncated line and refuses a malformed one", () => {
  expect(parseSnmp6("Ip6InReceives\t1\nIp6InHdr", all)).toEqual([
    { name: "Ip6InReceives", value: 1, scale: 1, at: 14 },
  ]);
  expect(() => parseSnmp6("Ip6InReceives\tone\n", all)).toThrow(ParseError);
});

test.each([
  ["Ip6InReceives", "Ip6_InReceives"],
  ["UdpLite6InErrors", "UdpLite6_InErrors"],
  ["Icmp6InType134", "Icmp6_InType134"],
  ["Nothing", undefined],
])("%s belongs to %s", (field, name) => {
  expect(snmp6FieldName(field)).toBe(name);
});
