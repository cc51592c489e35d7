import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import {
  COUNTER_BYTES,
  decodeCounter,
  decodeGroup,
  encodePerfEvent,
  groupBytes,
  PERF_TYPE,
} from "../../src/native/perf-event.ts";

const words = (...values: readonly bigint[]): Buffer => {
  const memory = Buffer.alloc(values.length * 8);
  values.forEach((value, at) => memory.writeBigUInt64LE(value, at * 8));
  return memory;
};

// Members of struct perf_event_attr by their places in linux/perf_event.h.
const members = (attribute: Buffer) => ({
  type: attribute.readUInt32LE(0),
  size: attribute.readUInt32LE(4),
  config: attribute.readBigUInt64LE(8),
  sampleType: attribute.readBigUInt64LE(24),
  readFormat: attribute.readBigUInt64LE(32),
  flags: attribute.readBigUInt64LE(40),
});

test("a single event is inherited, leaves the hypervisor out, and is read with its times", () => {
  expect(members(encodePerfEvent({ type: PERF_TYPE.cache, config: 0x1_01_02 }, { grouped: false }))).toEqual({
    type: 3,
    size: 64,
    config: 0x1_01_02n,
    sampleType: 0x1_00_00n,
    readFormat: 3n,
    flags: 0x42n,
  });
});

test("an event of a group is not inherited, since the kernel reads no inherited groups", () => {
  expect(members(encodePerfEvent({ type: PERF_TYPE.tracepoint, config: 316 }, { grouped: true }))).toMatchObject({
    type: 2,
    config: 316n,
    readFormat: 11n,
    flags: 0x40n,
  });
});

test("a counter is the first of three numbers", () => {
  expect(decodeCounter(words(5n, 6n, 7n))).toBe(5);
  expect(decodeCounter(words(2n ** 64n - 1n, 0n, 0n))).toBe(2 ** 64);
  expect(COUNTER_BYTES).toBe(24);
});

test("a group has as many counters as it says, after two times", () => {
  expect(decodeGroup(words(2n, 100n, 90n, 5n, 6n))).toEqual([5, 6]);
  expect(decodeGroup(words(1n, 100n, 90n, 5n, 6n))).toEqual([5]);
  expect(groupBytes(2)).toBe(40);
});

test("an event whose CPU is gone gives nothing", () => {
  expect(decodeCounter(Buffer.alloc(0))).toBeUndefined();
  expect(decodeGroup(Buffer.alloc(0))).toEqual([]);
});

test("a cut reading is refused", () => {
  expect(() => decodeCounter(Buffer.alloc(7))).toThrow(ParseError);
  expect(() => decodeGroup(words(3n, 100n, 90n, 5n))).toThrow(ParseError);
});

test("throws nothing but ParseError on any reading", () => {
  assert(
    property(uint8Array({ maxLength: 80 }), (bytes) => {
      for (const decode of [decodeCounter, decodeGroup]) {
        try {
          decode(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      }
    }),
  );
});
