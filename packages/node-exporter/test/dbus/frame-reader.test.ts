import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createFrameReader } from "../../src/dbus/frame-reader.ts";
import { encodeMessage, METHOD_RETURN } from "../../src/dbus/message.ts";

const MESSAGES = ["", "x", "y".repeat(500)].map((text, at) =>
  encodeMessage({ type: METHOD_RETURN, serial: at + 1, replySerial: at + 1, signature: "s", values: [text] }),
);
const STREAM = Buffer.concat(MESSAGES);

test("cuts a stream into its messages, in whatever pieces it comes", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 50 }), (sizes) => {
      const read = createFrameReader();
      const frames: Buffer[] = [];
      let at = 0;
      for (let turn = 0; at < STREAM.length; turn += 1) {
        const size = sizes[turn % sizes.length] as number;
        read(STREAM.subarray(at, at + size), (frame) => frames.push(Buffer.from(frame)));
        at += size;
      }
      expect(frames).toEqual(MESSAGES);
    }),
  );
});

test("a message that is not whole is not handed on", () => {
  const frames: Buffer[] = [];
  createFrameReader()(STREAM.subarray(0, STREAM.length - 1), (frame) => frames.push(frame));
  expect(frames).toEqual(MESSAGES.slice(0, 2));
});

test("throws nothing but ParseError on any bytes", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 }), (chunks) => {
      const read = createFrameReader();
      try {
        for (const chunk of chunks)
          read(Buffer.from(chunk), (frame) => expect(frame.length).toBeGreaterThanOrEqual(16));
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
