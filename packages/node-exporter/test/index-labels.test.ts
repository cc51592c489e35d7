import { expect, test } from "vitest";
import { indexLabels } from "../src/index-labels.ts";

test("gives the numbers as texts, the same ones each time", () => {
  const labels = indexLabels(12);
  expect(labels.slice(0, 12)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]);
  expect(indexLabels(3)).toBe(labels);
  expect(indexLabels(0)).toBe(labels);
});

test("keeps no more than a bound, and gives more all the same", () => {
  const many = indexLabels(70_000);
  expect(many).toHaveLength(70_000);
  expect(many[69_999]).toBe("69999");
  expect(indexLabels(5).length).toBeLessThanOrEqual(65_536);
});
