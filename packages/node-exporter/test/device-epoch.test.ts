import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { createDeviceEpoch } from "../src/device-epoch.ts";

test("an epoch lasts until the kernel counts an event, and is looked at once in a turn", async () => {
  let events = 7;
  const readEvents = vi.fn(() => events);
  const epoch = createDeviceEpoch(readEvents, () => 0);
  const first = epoch();
  events = 8;
  expect(epoch()).toBe(first);
  expect(readEvents).toHaveBeenCalledTimes(1);
  await nextTurn();
  const second = epoch();
  expect(second).not.toBe(first);
  await nextTurn();
  expect(epoch()).toBe(second);
  expect(readEvents).toHaveBeenCalledTimes(3);
});

test("it ends after half a minute all the same", async () => {
  let nowMs = 0;
  const epoch = createDeviceEpoch(
    () => 7,
    () => nowMs,
  );
  const first = epoch();
  nowMs = 29_999;
  await nextTurn();
  expect(epoch()).toBe(first);
  nowMs = 30_000;
  await nextTurn();
  expect(epoch()).not.toBe(first);
});

test("where nobody counts, each turn is one of its own", async () => {
  const epoch = createDeviceEpoch(() => undefined);
  const first = epoch();
  expect(epoch()).toBe(first);
  await nextTurn();
  expect(epoch()).not.toBe(first);
});
