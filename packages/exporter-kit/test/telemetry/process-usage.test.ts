import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  createProcessUsageReader,
  parseMaxDescriptors,
  parseResidentPages,
  parseVirtualBytes,
} from "../../src/telemetry/process-usage.ts";

describe("parseVirtualBytes", () => {
  // Field numbers of proc(5): 2 is the command, 23 the virtual size.
  const fields = Array.from({ length: 50 }, (_, index) => String(index + 3));
  const stat = (command: string, virtual: string): string =>
    `1234 (${command}) ${fields.map((field) => (field === "23" ? virtual : field)).join(" ")}\n`;

  test.each(["node", "a b", "evil) 1 2 3 (x", ")))"])("finds field 23 after the command %j", (command) => {
    expect(parseVirtualBytes(stat(command, "635338752"))).toBe(635_338_752);
  });

  test.each(["", "1234 (node) S 1", "garbage"])("gives undefined for %j", (text) => {
    expect(parseVirtualBytes(text)).toBeUndefined();
  });
});

describe("parseResidentPages", () => {
  test("takes field 24, after a command with spaces and parentheses", () => {
    const fields = Array.from({ length: 50 }, (_, index) => String(index + 3));
    expect(parseResidentPages(`1234 (a) b) ${fields.join(" ")}\n`)).toBe(24);
  });

  test.each(["", "1234 (node) S 1"])("gives undefined for %j", (text) => {
    expect(parseResidentPages(text)).toBeUndefined();
  });
});

describe("parseMaxDescriptors", () => {
  const limits = (soft: string): string =>
    `Limit                     Soft Limit           Hard Limit           Units\nMax open files            ${soft}                 524288               files\nMax locked memory         1  2  bytes\n`;

  test("takes the soft limit", () => {
    expect(parseMaxDescriptors(limits("1024"))).toBe(1024);
    expect(parseMaxDescriptors(limits("unlimited"))).toBe(Number.POSITIVE_INFINITY);
  });

  test.each(["", "Max locked memory 1 2 bytes", limits("many")])("gives undefined for %j", (text) => {
    expect(parseMaxDescriptors(text)).toBeUndefined();
  });
});

describe("createProcessUsageReader", () => {
  test("agrees with the kernel and with Node", () => {
    const usage = createProcessUsageReader()();
    const { user, system } = process.cpuUsage();
    expect(usage.cpuSeconds).toBeGreaterThan(0);
    expect(usage.cpuSeconds).toBeLessThanOrEqual((user + system) / 1e6);
    expect(usage.residentBytes / process.memoryUsage.rss()).toBeCloseTo(1, 1);
    if (process.platform === "linux") {
      const status = readFileSync("/proc/self/status", "latin1");
      const kilobytes = Number(/^VmSize:\s+(\d+) kB/m.exec(status)?.[1]);
      expect((usage.virtualBytes ?? 0) / (kilobytes * 1024)).toBeCloseTo(1, 1);
      expect(usage.openDescriptors).toBeGreaterThan(2);
      expect(usage.openDescriptors).toBeLessThanOrEqual(usage.maxDescriptors ?? 0);
    }
  });

  test("sees new values at each read", () => {
    const read = createProcessUsageReader();
    const before = read().cpuSeconds;
    // Until the processor, not the clock, says so: on a busy machine this process may wait for its turn.
    const start = process.cpuUsage();
    const spentMicroseconds = (): number => {
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    while (spentMicroseconds() < 20_000);
    expect(read().cpuSeconds).toBeGreaterThanOrEqual(before + 0.0199);
  });
});
