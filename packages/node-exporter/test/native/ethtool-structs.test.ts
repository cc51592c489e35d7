import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countersWritten,
  createDriverArgument,
  createSettingsArgument,
  createStatisticsMemory,
  decodeDriver,
  decodeSettings,
  decodeNames,
  decodeStatisticsCount,
  MAX_STATISTICS,
  prepareCounters,
  prepareNames,
} from "../../src/native/ethtool-structs.ts";

test("arguments have the sizes and commands of linux/ethtool.h", () => {
  const memory = createStatisticsMemory(3);
  const arguments_ = [
    createSettingsArgument(),
    createDriverArgument(),
    prepareNames(memory, 3),
    prepareCounters(memory, 3),
  ];
  expect(arguments_.map((argument) => [argument.length, argument.readUInt32LE(0)])).toEqual([
    [44, 0x01],
    [196, 0x03],
    [12 + 3 * 32, 0x1b],
    [8 + 3 * 8, 0x1d],
  ]);
  expect([memory.names.readUInt32LE(4), memory.names.readUInt32LE(8), memory.counters.readUInt32LE(4)]).toEqual([
    1, 3, 3,
  ]);
});

test("settings", () => {
  const memory = createSettingsArgument();
  memory.writeUInt32LE(0x80_00_20_ff, 4);
  memory.writeUInt32LE(0x00_00_60_40, 8);
  // phy_address, transceiver, autoneg, mdio_support
  memory.set([7, 8, 1, 9], 16);
  expect(decodeSettings(memory)).toEqual({ supported: 0x80_00_20_ff, advertised: 0x60_40, autonegotiate: 1 });
});

describe("driver", () => {
  const place = (memory: Buffer, at: number, text: string | Buffer): void => void Buffer.from(text).copy(memory, at);

  test("has five texts and a number of statistics", () => {
    const memory = createDriverArgument();
    place(memory, 4, "ixgbe");
    place(memory, 36, "6.1.0");
    place(memory, 68, "0x800007f4, 1.1");
    place(memory, 100, "0000:03:00.1");
    place(memory, 132, "rom");
    memory.writeUInt32LE(63, 180);
    expect(decodeDriver(memory)).toEqual({
      driver: "ixgbe",
      version: "6.1.0",
      firmwareVersion: "0x800007f4, 1.1",
      busInfo: "0000:03:00.1",
      expansionRomVersion: "rom",
    });
    expect(decodeStatisticsCount(memory)).toBe(63);
  });

  test("may fill a text to its end, or have bytes in it that are no UTF-8", () => {
    const memory = createDriverArgument();
    place(memory, 4, Buffer.alloc(32, 0x61));
    place(memory, 36, Buffer.from([0x31, 0xff, 0xfe, 0x32]));
    expect(decodeDriver(memory)).toMatchObject({ driver: "a".repeat(32), version: "1\uFFFD2" });
  });

  test("with more statistics than any has is not asked for them", () => {
    const memory = createDriverArgument();
    memory.writeUInt32LE(MAX_STATISTICS, 180);
    expect(decodeStatisticsCount(memory)).toBe(MAX_STATISTICS);
    memory.writeUInt32LE(MAX_STATISTICS + 1, 180);
    expect(decodeStatisticsCount(memory)).toBe(0);
  });
});

describe("statistics", () => {
  function memoryOf(rows: readonly (readonly [name: string, value: bigint])[], spare = 0) {
    const memory = createStatisticsMemory(rows.length + spare);
    prepareNames(memory, rows.length).fill(0, 12);
    prepareCounters(memory, rows.length).fill(0, 8);
    rows.forEach(([name, value], at) => {
      memory.names.write(name, 12 + at * 32, "latin1");
      memory.counters.writeBigUInt64LE(value, 8 + at * 8);
    });
    return memory;
  }

  test("are names in the order of the counters, which are halves of 64 bits", () => {
    const memory = memoryOf([
      ["rx_bytes", 1n],
      ["", 2n],
      ["x".repeat(32), 2n ** 64n - 1n],
    ]);
    expect(decodeNames(memory)).toEqual(["rx_bytes", "", "x".repeat(32)]);
    expect(countersWritten(memory)).toBe(3);
    expect([...memory.halves]).toEqual([1, 0, 2, 0, 0xffff_ffff, 0xffff_ffff]);
  });

  test("are as many as the kernel wrote of each", () => {
    const memory = memoryOf(
      [
        ["a", 1n],
        ["b", 2n],
      ],
      2,
    );
    memory.counters.writeUInt32LE(4, 4);
    memory.names.writeUInt32LE(1, 8);
    expect([countersWritten(memory), decodeNames(memory)]).toEqual([4, ["a"]]);
    memory.counters.writeUInt32LE(0, 4);
    expect(countersWritten(memory)).toBe(0);
  });

  test("beyond the memory are refused", () => {
    const memory = memoryOf([["a", 1n]]);
    memory.names.writeUInt32LE(2, 8);
    memory.counters.writeUInt32LE(2, 4);
    expect(() => decodeNames(memory)).toThrow(ParseError);
    expect(() => countersWritten(memory)).toThrow(ParseError);
  });
});

test("throws nothing but ParseError on any memory", () => {
  assert(
    property(uint8Array({ maxLength: 220 }), uint8Array({ maxLength: 220 }), (one, other) => {
      const [names, counters] = [Buffer.from(one), Buffer.from(other)];
      const decoders: readonly (() => unknown)[] = [
        () => decodeSettings(names),
        () => decodeDriver(names),
        () => decodeStatisticsCount(names),
        () => decodeNames({ names }),
        () => countersWritten({ counters }),
      ];
      for (const decode of decoders) {
        try {
          decode();
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      }
    }),
  );
});
