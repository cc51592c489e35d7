import { expect, test } from "vitest";
import { createStateCounter } from "../../src/processes/task-counts.ts";

test("counts by state, sorted", () => {
  const counter = createStateCounter();
  expect(counter.entries()).toEqual([]);
  for (const state of ["S", "R", "S"]) counter.add(state);
  expect(counter.entries()).toEqual([
    ["R", 1],
    ["S", 2],
  ]);
});
