import { expect, test } from "vitest";
import { ioctlNumber } from "../../src/native/ioctl-number.ts";

// Values as the C compiler gives them for linux/btrfs.h on each architecture.
test.each([
  ["read", 31, 1024, "x64", 0x84_00_94_1f],
  ["read-write", 30, 4096, "x64", 0xd0_00_94_1e],
  ["read-write", 52, 1032, "arm64", 0xc4_08_94_34],
  ["read", 31, 1024, "ppc64", 0x44_00_94_1f],
  ["read-write", 30, 4096, "ppc64", 0xd0_00_94_1e],
] as const)("%s %i of %i bytes on %s", (direction, number, size, architecture, expected) => {
  expect(ioctlNumber(direction, { letter: 0x94, number, size }, architecture)).toBe(expected);
});
