import { expect, test } from "vitest";
import { POWER_SUPPLY_NUMBERS } from "../../src/power-supply/numbers.ts";

const by = (divisor: number): number => POWER_SUPPLY_NUMBERS.filter((number) => number.divisor === divisor).length;

test("has upstream's families, each once: 10 plain, 31 in millionths, 8 temperatures", () => {
  expect([by(1), by(1_000_000), by(10)]).toEqual([10, 31, 8]);
  expect(new Set(POWER_SUPPLY_NUMBERS.map(({ name }) => name)).size).toBe(49);
  expect(new Set(POWER_SUPPLY_NUMBERS.map(({ attribute }) => attribute)).size).toBe(49);
});

test("a unit in a name has its divisor", () => {
  for (const { name, divisor } of POWER_SUPPLY_NUMBERS) {
    if (/_(volt|watt|ampere|watthour)$/.test(name)) expect([name, divisor]).toEqual([name, 1_000_000]);
    if (name.endsWith("_celsius")) expect([name, divisor]).toEqual([name, 10]);
    if (name.endsWith("_seconds")) expect([name, divisor]).toEqual([name, 1]);
  }
});
