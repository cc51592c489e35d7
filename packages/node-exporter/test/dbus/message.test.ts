import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeMessage,
  decodeReply,
  encodeMessage,
  ERROR,
  messageLength,
  messageValues,
  METHOD_CALL,
  METHOD_RETURN,
  MAX_MESSAGE_BYTES,
} from "../../src/dbus/message.ts";

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ""), "hex");

/** The reply to Hello as a bus on a big-endian machine sends it, written down by the specification's rules. */
const BIG_ENDIAN = bytesOf(`
  42 02 01 01  00000009  00000001  0000003d
  06 01 73 00  00000004  3a312e31 00 000000
  05 01 75 00  00000001
  08 01 67 00  01 73 00 00
  07 01 73 00  00000014  6f72672e66726565 6465736b746f702e 44427573 00 000000
  00000004 3a312e31 00`);

test("decodes a big-endian message", () => {
  expect(messageLength(BIG_ENDIAN)).toBe(BIG_ENDIAN.length);
  const message = decodeMessage(BIG_ENDIAN);
  expect(message).toMatchObject({
    type: METHOD_RETURN,
    flags: 1,
    serial: 1,
    replySerial: 1,
    destination: ":1.1",
    sender: "org.freedesktop.DBus",
    signature: "s",
    isLittle: false,
  });
  expect(messageValues(message)).toEqual([":1.1"]);
});

test("encodes a call as the specification says", () => {
  const bytes = encodeMessage({
    type: METHOD_CALL,
    serial: 2,
    path: "/a",
    interface: "b.c",
    member: "D",
    destination: "e.f",
    signature: "s",
    values: ["x"],
  });
  expect(bytes.toString("hex")).toBe(
    bytesOf(`
      6c 01 00 01  06000000  02000000  47000000
      01 01 6f 00  02000000  2f61 00 0000000000
      02 01 73 00  03000000  622e63 00 00000000
      03 01 73 00  01000000  44 00 000000000000
      06 01 73 00  03000000  652e66 00 00000000
      08 01 67 00  01 73 00 00
      01000000 7800`).toString("hex"),
  );
  expect(decodeMessage(bytes)).toMatchObject({
    path: "/a",
    interface: "b.c",
    member: "D",
    destination: "e.f",
    sender: "",
  });
});

test("an error and its name come back", () => {
  const sent = { type: ERROR, serial: 9, replySerial: 4, errorName: "x.Y", signature: "su", values: ["why", 3] };
  const message = decodeMessage(encodeMessage(sent));
  expect(message).toMatchObject({ type: ERROR, replySerial: 4, errorName: "x.Y" });
  expect(messageValues(message)).toEqual(["why", 3]);
});

const changed = (at: number, value: number): Buffer => {
  const bytes = Buffer.from(BIG_ENDIAN);
  bytes[at] = value;
  return bytes;
};

describe("refuses", () => {
  test.each([
    ["another byte order", changed(0, 0x58)],
    ["another protocol version", changed(3, 2)],
    ["a length that is not the message's", changed(7, 10)],
    ["a message of more than 16 MiB", changed(4, 0x01)],
    ["header fields of more than 16 MiB", changed(12, 0x01)],
    ["a header field of another type than it has", changed(16, 5)],
    ["a header field whose type is none", changed(18, 0x7a)],
    ["bytes that are fewer than a header", BIG_ENDIAN.subarray(0, 15)],
    ["a message that is cut off", BIG_ENDIAN.subarray(0, -1)],
  ])("%s", (_what, bytes) => {
    expect(() => decodeMessage(bytes)).toThrow(ParseError);
  });

  test("a body that is not what its signature says", () => {
    expect(() => messageValues({ ...decodeMessage(BIG_ENDIAN), signature: "ss" })).toThrow(ParseError);
    expect(() => messageValues({ ...decodeMessage(BIG_ENDIAN), signature: "u" })).toThrow(ParseError);
  });
});

test("header fields of a later protocol are passed over", () => {
  expect(decodeMessage(changed(16, 200)).destination).toBe("");
});

test("no message is taken that is longer than the limit", () => {
  const bytes = Buffer.from(BIG_ENDIAN);
  bytes.writeUInt32BE(MAX_MESSAGE_BYTES - 80, 4);
  expect(messageLength(bytes)).toBe(MAX_MESSAGE_BYTES);
  bytes.writeUInt32BE(MAX_MESSAGE_BYTES - 79, 4);
  expect(() => messageLength(bytes)).toThrow(ParseError);
});

test("throws nothing but ParseError on any bytes, and on a message with any of them changed", () => {
  const mutated = fc
    .array(fc.tuple(fc.nat(BIG_ENDIAN.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
    .map((edits) => {
      const bytes = Buffer.from(BIG_ENDIAN);
      for (const [at, value] of edits) bytes[at] = value;
      return bytes;
    });
  const whole = fc.oneof(
    mutated,
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(whole, (bytes) => {
      try {
        messageValues(decodeMessage(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("an answer is read as the whole message is", () => {
  const values = fc.oneof(
    fc.constant(["", []] as const),
    fc.string().map((text) => ["s", [text.replaceAll("\0", "")]] as const),
  );
  const name = fc.stringMatching(/^[a-z]{0,20}$/);
  fc.assert(
    fc.property(fc.boolean(), name, name, values, (isError, word, sender, [signature, given]) => {
      const bytes = encodeMessage({
        type: isError ? ERROR : METHOD_RETURN,
        serial: 9,
        replySerial: 0x89_ab_cd_ef,
        destination: `:1.${sender}`,
        errorName: isError ? `org.${word}` : "",
        signature,
        values: given,
      });
      const { type, replySerial, errorName, body, isLittle } = decodeMessage(bytes);
      expect(decodeReply(bytes)).toEqual({ type, replySerial, errorName, signature, body, isLittle });
      expect([replySerial, type]).toEqual([0x89_ab_cd_ef, isError ? ERROR : METHOD_RETURN]);
    }),
  );
});

test("an answer of a big-endian machine is read, too", () => {
  expect(decodeReply(BIG_ENDIAN)).toMatchObject({ type: METHOD_RETURN, replySerial: 1, signature: "s" });
});

test("decodeReply throws nothing but ParseError on an answer with any byte changed or cut off", () => {
  const answer = encodeMessage({
    type: ERROR,
    serial: 3,
    replySerial: 2,
    errorName: "a.b",
    signature: "s",
    values: ["x"],
  });
  const edits = fc.array(fc.tuple(fc.nat(answer.length - 1), fc.nat(255)), { maxLength: 5 });
  fc.assert(
    fc.property(edits, fc.nat(answer.length), (changes, length) => {
      const bytes = Buffer.from(answer.subarray(0, length));
      for (const [at, value] of changes) if (at < length) bytes[at] = value;
      try {
        decodeReply(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
    { numRuns: 2000 },
  );
});
