import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { encodeRequest, splitMessages } from "../../../src/native/netlink/messages.ts";
import { message } from "../../support/fake-kernel.ts";

test("a request has the kernel's head", () => {
  const request = encodeRequest(18, 0x300, 7, Buffer.from("abc"));
  expect(request.toString("hex")).toBe("13000000120001030700000000000000616263");
});

test("messages of a datagram, with what is between them left out", () => {
  const data = Buffer.concat([
    message({ type: 16, body: Buffer.from("12345"), flags: 2 }, 9),
    message({ type: 3, body: Buffer.alloc(0), flags: 0x12 }, 9),
  ]);
  expect(splitMessages(data)).toEqual([
    { type: 16, flags: 2, sequence: 9, start: 16, end: 21 },
    { type: 3, flags: 0x12, sequence: 9, start: 40, end: 40 },
  ]);
});

test("nothing in nothing", () => {
  expect(splitMessages(Buffer.alloc(0))).toEqual([]);
});

test.each([
  ["a head that is cut short", Buffer.alloc(15)],
  ["a body that is cut short", message({ type: 16, body: Buffer.alloc(8) }, 1).subarray(0, 23)],
  ["a message shorter than its head", Buffer.concat([Buffer.from([15, 0, 0, 0]), Buffer.alloc(12)])],
])("refuses %s", (_what, data) => {
  expect(() => splitMessages(data)).toThrow(ParseError);
});

test("on any bytes gives messages within them, or throws ParseError", () => {
  assert(
    property(uint8Array({ maxLength: 200 }), (bytes) => {
      // A plausible length now and then, so that more than the first check is reached.
      const data = Buffer.from(bytes);
      if (data.length >= 32) data.writeUInt32LE(16 + (data[31] ?? 0) / 16, 0);
      try {
        for (const { start, end } of splitMessages(data)) {
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(data.length);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
