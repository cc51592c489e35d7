import { expect, test } from "vitest";
import { hasMode, PORTS, SPEEDS } from "../../src/native/ethtool-link-modes.ts";

test("each bit stands for one thing, and fits 32 bits", () => {
  const bits = [...PORTS, ...SPEEDS].map(([bit]) => bit);
  expect(new Set(bits).size).toBe(bits.length);
  expect([Math.min(...bits), Math.max(...bits)]).toEqual([0, 31]);
});

test("modes of one device are series of their own", () => {
  const series = SPEEDS.map(([, megabits, duplex, medium]) => `${megabits}base${medium} ${duplex}`);
  expect(new Set(series).size).toBe(22);
});

test.each([
  [0x80_00_00_00, 31, 1],
  [0x80_00_00_00, 0, 0],
  [0xff_ff_ff_ff, 16, 1],
  [0, 7, 0],
])("%i has bit %i: %i", (modes, bit, expected) => {
  expect(hasMode(modes, bit)).toBe(expected);
});
