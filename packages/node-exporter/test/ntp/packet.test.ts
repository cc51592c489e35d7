import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  encodeQuery,
  nanoseconds,
  ntpTime,
  parsePacket,
  shortNanoseconds,
  unixNanoseconds,
} from "../../src/ntp/packet.ts";

/** A server's answer, field by field as RFC 5905 draws it. */
const ANSWER = Buffer.from(
  [
    "5c 03 0a ec", // leap 1, version 3, mode 4; stratum 3; poll 10; precision -20
    "00018000", // root delay 1.5 s
    "00004000", // root dispersion 0.25 s
    "c0a80001", // reference 192.168.0.1
    "e8ff00ff 80000000",
    "0102030405060708",
    "e8ff0100 00000001",
    "e8ff0100 40000000",
  ]
    .join("")
    .replaceAll(" ", ""),
  "hex",
);

test("decodes the header's fields", () => {
  expect(parsePacket(ANSWER)).toEqual({
    leap: 1,
    mode: 4,
    stratum: 3,
    rootDelay: 0x1_8000,
    rootDispersion: 0x4000,
    referenceTime: 0xe8ff_00ff_8000_0000n,
    originTime: 0x0102_0304_0506_0708n,
    receiveTime: 0xe8ff_0100_0000_0001n,
    transmitTime: 0xe8ff_0100_4000_0000n,
  });
});

test("what follows the header is left alone, and a packet that is cut off is none", () => {
  expect(parsePacket(Buffer.concat([ANSWER, Buffer.alloc(20)]))).toEqual(parsePacket(ANSWER));
  expect(() => parsePacket(ANSWER.subarray(0, 47))).toThrow(ParseError);
});

test("a question has version, mode and number, and tells nothing else", () => {
  const question = encodeQuery(4, 0x1122_3344_5566_7788n);
  expect(question.toString("hex")).toBe(`23000020${"00".repeat(36)}1122334455667788`);
});

test("spans and times", () => {
  expect(nanoseconds(1n << 31n)).toBe(500_000_000n);
  expect(nanoseconds((5n << 32n) + 1n)).toBe(5_000_000_000n);
  expect(nanoseconds(0xffff_ffffn)).toBe(1_000_000_000n);
  expect(shortNanoseconds(0x1_8000)).toBe(1_500_000_000n);
  // RFC 5905, figure 4: the Unix epoch, and the first second of era 1.
  expect(unixNanoseconds(2_208_988_800n << 32n)).toBe(0n);
  expect(unixNanoseconds(0n)).toBe(BigInt(Date.UTC(2036, 1, 7, 6, 28, 16)) * 1_000_000n);
  expect(ntpTime(BigInt(Date.UTC(2036, 1, 7, 6, 28, 17)) * 1_000_000n)).toBe(1n << 32n);
});

test("a time that goes into NTP's form and back is off by less than a nanosecond", () => {
  const times = fc.bigInt({ min: 0n, max: BigInt(Date.UTC(2100, 0)) * 1_000_000n });
  fc.assert(
    fc.property(times, (time) => {
      expect(unixNanoseconds(ntpTime(time))).toBe(time);
    }),
  );
});

test("throws nothing but ParseError on any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      try {
        parsePacket(Buffer.from(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
