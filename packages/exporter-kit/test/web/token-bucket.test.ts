import { expect, it } from "vitest";
import { TokenBucket } from "../../src/web/token-bucket.ts";

it("gives a burst, then one token per interval, and never saves more than the burst", () => {
  let now = 0;
  const bucket = new TokenBucket(1_000, 2, () => now);
  const take = (): boolean => bucket.take();
  expect([take(), take(), take()]).toEqual([true, true, false]);
  now = 999;
  expect(take()).toBe(false);
  now = 1_000;
  expect([take(), take()]).toEqual([true, false]);
  now = 100_000;
  expect([take(), take(), take()]).toEqual([true, true, false]);
});
