import { ParseError } from "@sightglass/metrics-registry";
import { assert, constantFrom, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeTimex } from "../../src/native/timex.ts";

/** Offsets of the members as the C compiler lays struct timex out, for a long of 8 bytes and of 4. */
const OFFSETS = {
  8: {
    offset: 8,
    freq: 16,
    maxerror: 24,
    esterror: 32,
    status: 40,
    constant: 48,
    tick: 88,
    ppsfreq: 96,
    jitter: 104,
    shift: 112,
    stabil: 120,
    jitcnt: 128,
    calcnt: 136,
    errcnt: 144,
    stbcnt: 152,
    tai: 160,
  },
  4: {
    offset: 4,
    freq: 8,
    maxerror: 12,
    esterror: 16,
    status: 20,
    constant: 24,
    tick: 44,
    ppsfreq: 48,
    jitter: 52,
    shift: 56,
    stabil: 60,
    jitcnt: 64,
    calcnt: 68,
    errcnt: 72,
    stbcnt: 76,
    tai: 80,
  },
} as const;
const INTS: ReadonlySet<string> = new Set(["status", "shift", "tai"]);

describe.each([8, 4] as const)("with a long of %i bytes", (longBytes) => {
  test("every member is read from its place", () => {
    const data = Buffer.alloc(longBytes === 8 ? 208 : 128, 0x5a);
    const expected: Record<string, number> = {};
    Object.entries(OFFSETS[longBytes]).forEach(([member, at], index) => {
      // Both signs, and for longs of 64 bits more than 32.
      const value = (index % 2 === 0 ? 1 : -1) * (1000 + index);
      if (INTS.has(member) || longBytes === 4) {
        data.writeInt32LE(value, at);
        expected[member] = value;
      } else {
        data.writeBigInt64LE(BigInt(value) * 10_000_000_000n, at);
        expected[member] = value * 10_000_000_000;
      }
    });
    expect(decodeTimex(data, longBytes)).toEqual(expected);
  });

  test("memory that is too short is refused", () => {
    expect(() => decodeTimex(Buffer.alloc(longBytes === 8 ? 207 : 127), longBytes)).toThrow(ParseError);
  });
});

test("never throws anything but ParseError", () => {
  assert(
    property(uint8Array({ maxLength: 300 }), constantFrom(4 as const, 8 as const), (bytes, longBytes) => {
      try {
        for (const value of Object.values(decodeTimex(Buffer.from(bytes), longBytes))) {
          expect(Number.isFinite(value)).toBe(true);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
