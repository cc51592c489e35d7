import { expect, test } from "vitest";
import { hasMode, portsOf, speedsOf } from "../../src/native/ethtool-link-modes.ts";

/** Bits that are neither a speed nor a port: autonegotiation, the two kinds of pause, and 2500baseX. */
const OTHER_BITS = new Set([6, 13, 14, 15]);

test("each bit stands for one thing", () => {
  for (let bit = 0; bit < 32; bit += 1) {
    const modes = (1 << bit) >>> 0;
    const expected = OTHER_BITS.has(bit) ? 0 : 1;
    expect([bit, speedsOf(modes).length + portsOf(modes).length]).toEqual([bit, expected]);
  }
});

test("modes of one device are series of their own", () => {
  const series = speedsOf(0xffff_ffff).map(({ mode, duplex }) => `${mode} ${duplex}`);
  expect(new Set(series).size).toBe(22);
  expect(portsOf(0xffff_ffff)).toEqual(["TP", "AUI", "MII", "FIBRE", "BNC", "Backplane"]);
});

test("the same modes are the same list, also after many others", () => {
  expect(speedsOf(0x20)).toBe(speedsOf(0x20));
  for (let modes = 0; modes < 1000; modes += 1) speedsOf(modes);
  expect(speedsOf(0x20)).toEqual([{ megabits: 1000, duplex: "full", mode: "1000baseT" }]);
});

test.each([
  [0x80_00_00_00, 31, 1],
  [0x80_00_00_00, 0, 0],
  [0xff_ff_ff_ff, 16, 1],
  [0, 7, 0],
])("%i has bit %i: %i", (modes, bit, expected) => {
  expect(hasMode(modes, bit)).toBe(expected);
});
