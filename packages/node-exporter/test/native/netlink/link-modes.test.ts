import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { withNetlink } from "../../../src/native/netlink/connection.ts";
import { decodeLinkModes, listLinkModes } from "../../../src/native/netlink/link-modes.ts";
import { attributes, DONE, failure, fakeKernel, text, u16, u32, u8 } from "../../support/fake-kernel.ts";
import { expectOnlyParseErrors } from "../../support/mutated-messages.ts";

const ETH0 = Buffer.concat([
  Buffer.from([4, 1, 0, 0]),
  attributes(
    [0x8000 | 1, attributes([1, u32(4)], [2, text("eth0")])],
    [2, u8(1)],
    [0x8000 | 3, attributes([2, u32(90)])],
    [5, u32(25_000)],
    [6, u8(1)],
    [9, u8(0)],
  ),
]);

test("device, speed and duplex", () => {
  expect(decodeLinkModes(ETH0, 0, ETH0.length)).toEqual({ device: "eth0", speed: 25_000, duplex: 1 });
});

test.each([
  ["its head is cut short", ETH0.subarray(0, 3)],
  ["its device is cut short", ETH0.subarray(0, 20)],
  ["a value is too short", Buffer.concat([Buffer.alloc(4), attributes([5, u16(1)])])],
])("refuses a message when %s", (_what, data) => {
  expect(() => decodeLinkModes(data, 0, data.length)).toThrow(ParseError);
});

test("throws nothing but ParseError on any bytes", () => {
  expectOnlyParseErrors(decodeLinkModes, ETH0);
});

test("they are asked of the family by the number that it has", () => {
  const asked: string[] = [];
  const kernel = fakeKernel(({ type, flags, body }) => {
    asked.push(`${type} ${flags.toString(16)} ${body.toString("hex")}`);
    if (type === 16)
      return [[{ type: 16, body: Buffer.concat([Buffer.alloc(4), attributes([1, u16(21)])]) }, failure(0)]];
    return [[{ type: 21, body: ETH0 }], [DONE]];
  });
  expect(withNetlink(kernel, 16, listLinkModes)).toEqual([{ device: "eth0", speed: 25_000, duplex: 1 }]);
  // ETHTOOL_MSG_LINKMODES_GET with an empty header, for all devices.
  expect(asked[1]).toBe("21 301 0401000004000180");
});
