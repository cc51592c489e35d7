import { expect, test } from "vitest";
import { createSwitchCounter } from "../../src/process-group/switch-counter.ts";

test("adds up threads, keeps what ended ones did, and never shrinks", () => {
  const counter = createSwitchCounter();
  const values = (): readonly number[] => [counter.voluntary, counter.involuntary];
  counter.add("1", 10, 1);
  counter.add("2", 5, 0);
  counter.endReading();
  expect(values()).toEqual([15, 1]);
  counter.add("1", 12, 3);
  counter.endReading();
  expect(values()).toEqual([17, 3]);
  // Thread 2 has ended; its identity was given to another thread, which begins at nothing.
  counter.add("2", 4, 0);
  counter.endReading();
  expect(values()).toEqual([21, 3]);
});

test("smaller numbers are another thread's", () => {
  const counter = createSwitchCounter();
  counter.add("7", 10, 10);
  counter.endReading();
  counter.add("7", 3, 11);
  expect([counter.voluntary, counter.involuntary]).toEqual([13, 21]);
});
