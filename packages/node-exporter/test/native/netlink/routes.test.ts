import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { decodeRoute } from "../../../src/native/netlink/routes.ts";
import { attributes, u32 } from "../../support/fake-kernel.ts";
import { expectOnlyParseErrors } from "../../support/mutated-messages.ts";

/** struct rtmsg: family, destination prefix, source prefix, TOS, table, protocol, scope, type, flags. */
const head = (prefix: number, protocol: number, type = 1): Buffer =>
  Buffer.from([2, prefix, 0, 0, 254, protocol, 0, type, 0, 0, 0, 0]);

const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");

/** struct rtnexthop: length, flags, hops, index; then attributes. */
function hop(index: number, hops: number, list: Buffer): Buffer {
  const start = Buffer.alloc(8);
  start.writeUInt16LE(8 + list.length, 0);
  start[3] = hops;
  start.writeInt32LE(index, 4);
  return Buffer.concat([start, list]);
}

const decode = (data: Buffer) => decodeRoute(data, 0, data.length);

const MULTIPATH = Buffer.concat([
  head(16, 186),
  attributes(
    [1, bytes("0a030000")],
    [6, u32(20)],
    [9, Buffer.concat([hop(4, 2, attributes([5, bytes("0a000002")])), hop(5, 199, Buffer.alloc(0))])],
  ),
]);

describe("a route", () => {
  test("by a gateway", () => {
    const list = attributes(
      [15, u32(254)],
      [1, bytes("0a020000")],
      [6, u32(42)],
      [7, bytes("0a000001")],
      [5, bytes("0a000002")],
      [4, u32(7)],
    );
    expect(decode(Buffer.concat([head(16, 4), list]))).toEqual({
      source: "10.0.0.1",
      destination: "10.2.0.0/16",
      priority: 42,
      protocol: 4,
      hops: [{ deviceIndex: 7, gateway: "10.0.0.2", weight: undefined }],
    });
  });

  test("without a destination is the default one", () => {
    expect(decode(Buffer.concat([head(0, 16), attributes([4, u32(2)])]))).toMatchObject({
      destination: "default",
      source: "",
      priority: 0,
      hops: [{ deviceIndex: 2, gateway: "" }],
    });
  });

  test("of IPv6", () => {
    const list = attributes(
      [1, bytes("fd000002000000000000000000000000")],
      [5, bytes("fe800000000000000000000000000001")],
    );
    expect(decode(Buffer.concat([head(48, 9), list]))).toMatchObject({
      destination: "fd00:2::/48",
      hops: [{ deviceIndex: 0, gateway: "fe80::1" }],
    });
  });

  test("of several ways, whose weights the kernel counts from 0", () => {
    expect(decode(MULTIPATH)).toEqual({
      source: "",
      destination: "10.3.0.0/16",
      priority: 20,
      protocol: 186,
      hops: [
        { deviceIndex: 4, gateway: "10.0.0.2", weight: 3 },
        { deviceIndex: 5, gateway: "", weight: 200 },
      ],
    });
  });

  test.each([
    ["local", 2],
    ["broadcast", 3],
    ["multicast", 5],
    ["blackhole", 6],
  ])("that is %s is left out, whatever it holds", (_what, type) => {
    expect(decode(Buffer.concat([head(8, 2, type), Buffer.from([1])]))).toBeUndefined();
  });
});

test.each([
  ["its head is cut short", MULTIPATH.subarray(0, 11)],
  ["an address has another length", Buffer.concat([head(8, 2), attributes([1, bytes("0a")])])],
  ["a way is cut short", Buffer.concat([head(8, 2), attributes([9, hop(1, 0, Buffer.alloc(0)).subarray(0, 7)])])],
  ["a way claims more than there is", Buffer.concat([head(8, 2), attributes([9, bytes("0c00000001000000")])])],
  ["a way claims less than its head", Buffer.concat([head(8, 2), attributes([9, bytes("0400000001000000")])])],
])("refuses a message when %s", (_what, data) => {
  expect(() => decode(data)).toThrow(ParseError);
});

test("throws nothing but ParseError on any bytes", () => {
  expectOnlyParseErrors(decodeRoute, MULTIPATH);
});
