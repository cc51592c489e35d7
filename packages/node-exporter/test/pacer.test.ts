import { expect, test } from "vitest";
import { createPacer } from "../src/pacer.ts";

test("looks at the clock after every so many steps, and begins another slice after a pause", async () => {
  const pacer = createPacer(new AbortController().signal, 0, 3);
  const start = performance.now();
  while (performance.now() === start);
  expect([pacer.isDue(), pacer.isDue(), pacer.isDue(), pacer.isDue()]).toEqual([false, false, true, false]);
  const long = createPacer(new AbortController().signal, 60_000, 1);
  expect([long.isDue(), long.isDue()]).toEqual([false, false]);
});

test("a pause lets the event loop turn", async () => {
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  await createPacer(new AbortController().signal, 10, 1).pause();
  expect(turned).toBe(true);
});

test("a pause ends the work of a signal that has aborted", async () => {
  await expect(createPacer(AbortSignal.abort(), 10, 1).pause()).rejects.toThrow("abort");
});
