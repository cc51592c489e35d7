import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { withNetlink } from "../../../src/native/netlink/connection.ts";
import { decodeLink, decodeLinkName, listLinkNames, listLinks } from "../../../src/native/netlink/links.ts";
import { attributes, DONE, fakeKernel, text, u32, u64, u8 } from "../../support/fake-kernel.ts";
import { expectOnlyParseErrors } from "../../support/mutated-messages.ts";

/** struct ifinfomsg: family, padding, type, index, flags, changed flags. */
function head(type: number, index: number, flags: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16LE(type, 2);
  bytes.writeInt32LE(index, 4);
  bytes.writeUInt32LE(flags, 8);
  return bytes;
}

const COUNTERS = Array.from({ length: 25 }, (_, index) => 10_000_000_000 + index);
const ETH0 = Buffer.concat([
  head(1, 4, 0x1_1043),
  attributes(
    [3, text("eth0")],
    [13, u32(1000)],
    [16, u8(6)],
    [17, u8(1)],
    [4, u32(9000)],
    [5, u32(7)],
    [27, u32(3)],
    [33, u8(1)],
    [35, u32(5)],
    [47, u32(3)],
    [48, u32(2)],
    [1, Buffer.from("020000000001", "hex")],
    [2, Buffer.from("ffffffffffff", "hex")],
    [20, text("up link")],
    [23, Buffer.concat(COUNTERS.map((value) => u64(BigInt(value))))],
    [0x8000 | 52, attributes([53, text("enp1s0")], [99, u32(1)], [53, text("uplink")])],
    [999, u32(1)],
  ),
]);

test("all that is told of a device", () => {
  expect(decodeLink(ETH0, 0, ETH0.length)).toEqual({
    index: 4,
    type: 1,
    flags: 0x1_1043,
    name: "eth0",
    address: "02:00:00:00:00:01",
    broadcast: "ff:ff:ff:ff:ff:ff",
    alias: "up link",
    alternativeNames: ["enp1s0", "uplink"],
    operationalState: 6,
    mtu: 9000,
    lower: 7,
    carrier: 1,
    carrierChanges: 5,
    carrierUpCount: 3,
    carrierDownCount: 2,
    linkMode: 1,
    group: 3,
    queueLength: 1000,
    statistics: COUNTERS,
  });
});

test("an old kernel's device, of which little is told", () => {
  const data = Buffer.concat([head(772, 1, 9), attributes([3, text("lo")])]);
  expect(decodeLink(data, 0, data.length)).toMatchObject({
    index: 1,
    type: 772,
    name: "lo",
    address: "",
    alternativeNames: [],
    lower: 0,
    carrier: undefined,
    group: undefined,
    statistics: [],
  });
});

test("the name alone", () => {
  expect(decodeLinkName(ETH0, 0, ETH0.length)).toEqual([4, "eth0"]);
  expect(() => decodeLinkName(ETH0, 0, 15)).toThrow(ParseError);
});

test.each([
  ["its head is cut short", ETH0.subarray(0, 15)],
  ["an attribute is cut short", ETH0.subarray(0, 21)],
  ["a value is too short", Buffer.concat([head(1, 1, 1), attributes([4, u8(1)])])],
  ["a list of names is broken", Buffer.concat([head(1, 1, 1), attributes([52, Buffer.from([9, 0, 53, 0])])])],
])("refuses a message when %s", (_what, data) => {
  expect(() => decodeLink(data, 0, data.length)).toThrow(ParseError);
});

test("throws nothing but ParseError on any bytes", () => {
  expectOnlyParseErrors(decodeLink, ETH0);
  expectOnlyParseErrors(decodeLinkName, ETH0);
});

test("lists ask for counters only when they are wanted", () => {
  const asked: string[] = [];
  const kernel = fakeKernel(({ type, flags, body }) => {
    asked.push(`${type} ${flags.toString(16)} ${body.toString("hex")}`);
    return [[{ type: 16, body: ETH0 }, DONE]];
  });
  withNetlink(kernel, 0, (connection) => {
    expect(listLinks(connection, true).map(({ name }) => name)).toEqual(["eth0"]);
    expect([...listLinkNames(connection)]).toEqual([[4, "eth0"]]);
  });
  const nothing = "00".repeat(16);
  // IFLA_EXT_MASK with RTEXT_FILTER_BRVLAN_COMPRESSED, without which the kernel makes too little room, and with
  // RTEXT_FILTER_SKIP_STATS.
  expect(asked).toEqual([`18 301 ${nothing}08001d0004000000`, `18 301 ${nothing}08001d0008000000`]);
});
