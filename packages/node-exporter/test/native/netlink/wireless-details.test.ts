import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { decodeBss, decodeStation } from "../../../src/native/netlink/wireless-details.ts";
import { attributes, u16, u32, u64, u8, type Attribute } from "../../support/fake-kernel.ts";
import { expectOnlyParseErrors } from "../../support/mutated-messages.ts";

const HEAD = Buffer.from([7, 1, 0, 0]);
const BSSID = Buffer.from("001122334455", "hex");
const ADDRESS = Buffer.from("aabbccddeeff", "hex");

/** An information element: number, length, value. */
const element = (number: number, value: string): Buffer =>
  Buffer.concat([Buffer.from([number, value.length]), Buffer.from(value, "latin1")]);
const bss = (...list: readonly Attribute[]): Buffer =>
  Buffer.concat([HEAD, attributes([3, u32(3)], [47, attributes(...list)])]);
const station = (...list: readonly Attribute[]): Buffer =>
  Buffer.concat([HEAD, attributes([6, ADDRESS], [21, attributes(...list)])]);

const decode = <Row>(decoder: (data: Buffer, start: number, end: number) => Row, data: Buffer): Row =>
  decoder(data, 0, data.length);

const HOME = bss(
  [1, BSSID],
  [2, u32(2412)],
  [6, Buffer.concat([element(1, "rates"), element(0, "Home"), element(48, "rsn")])],
  [9, u32(1)],
);

describe("a network", () => {
  test("that the device belongs to", () => {
    expect(decode(decodeBss, HOME)).toEqual({ bssid: "00:11:22:33:44:55", ssid: "Home", status: 1 });
  });

  test("that it only hears", () => {
    expect(decode(decodeBss, bss([1, BSSID], [6, element(0, "Neighbour")]))).toBeUndefined();
  });

  test("whose name is no text", () => {
    expect(decode(decodeBss, bss([1, BSSID], [6, element(0, "a\u00FF\u00FEb")], [9, u32(0)]))?.ssid).toBe("a\uFFFDb");
  });

  test.each([
    ["the length of an element is missing", Buffer.from([0])],
    ["an element is cut short", Buffer.from([0, 5, 65])],
  ])("is refused when %s", (_what, elements) => {
    expect(() => decode(decodeBss, bss([6, elements], [9, u32(1)]))).toThrow(ParseError);
  });
});

const NEW = station(
  [1, u32(1500)],
  [2, u32(1)],
  [3, u32(2)],
  [23, u64(5_000_000_000n)],
  [24, u64(6_000_000_000n)],
  [7, u8(0xc6)],
  [8, attributes([1, u16(65_535)], [5, u32(70_000)])],
  [9, u32(9)],
  [10, u32(10)],
  [11, u32(11)],
  [12, u32(12)],
  [14, attributes([1, u16(540)])],
  [16, u32(3600)],
  [18, u32(18)],
  [99, u32(1)],
);

describe("a station", () => {
  test("in units of seconds, bytes, bits per second and decibels", () => {
    expect(decode(decodeStation, NEW)).toEqual({
      address: "aa:bb:cc:dd:ee:ff",
      connectedSeconds: 3600,
      inactiveSeconds: 1.5,
      receiveRate: 54_000_000,
      transmitRate: 7_000_000_000,
      receivedBytes: 5_000_000_000,
      transmittedBytes: 6_000_000_000,
      receivedPackets: 9,
      transmittedPackets: 10,
      signalDbm: -58,
      transmitRetries: 11,
      transmitFailed: 12,
      beaconLoss: 18,
    });
  });

  test("of an old kernel has counters of 32 bits", () => {
    expect(decode(decodeStation, station([2, u32(1)], [3, u32(2)]))).toMatchObject({
      receivedBytes: 1,
      transmittedBytes: 2,
    });
  });

  test("counters of 64 bits win in whichever order they come", () => {
    expect(decode(decodeStation, station([23, u64(7n)], [2, u32(1)]))?.receivedBytes).toBe(7);
  });

  test("without figures is left out", () => {
    expect(decode(decodeStation, Buffer.concat([HEAD, attributes([6, ADDRESS])]))).toBeUndefined();
  });

  test("with a figure that is cut short is refused", () => {
    expect(() => decode(decodeStation, station([23, u32(1)]))).toThrow(ParseError);
  });
});

test("throws nothing but ParseError on any bytes", () => {
  expectOnlyParseErrors(decodeBss, HOME);
  expectOnlyParseErrors(decodeStation, NEW);
});
