import { expect, test } from "vitest";
import { DOMAIN_NUMBERS, GPU_NUMBERS, inBaseUnit } from "../../src/gpu/numbers.ts";

const unitOf = (name: string) => {
  const found = [...GPU_NUMBERS, ...DOMAIN_NUMBERS].find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found.unit;
};

test.each([
  ["node_gpu_busy_ratio", 29, 0.29],
  ["node_gpu_busy_ratio", 100, 1],
  ["node_gpu_memory_vram_used_bytes", 1024, 1024],
  ["node_gpu_frequency_hertz", 1455, 1_455_000_000],
  ["node_gpu_idle_residency_seconds_total", 1234, 1.234],
  ["node_gpu_throttled", 1, 1],
] as const)("%s of %d is %d", (name, raw, value) => {
  expect(inBaseUnit(raw, unitOf(name))).toBe(value);
});

test("what is absent stays absent", () => {
  expect(inBaseUnit(undefined, unitOf("node_gpu_busy_ratio"))).toBeUndefined();
});

test("names end with the unit that the numbers are in", () => {
  for (const { name, type } of [...GPU_NUMBERS, ...DOMAIN_NUMBERS]) {
    expect(name).toMatch(/_(ratio|bytes|hertz|total|throttled)$/);
    expect([name, type]).toEqual([name, name.endsWith("_total") ? "counter" : "gauge"]);
  }
});
