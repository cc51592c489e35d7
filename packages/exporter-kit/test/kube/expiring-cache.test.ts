import { expect, test } from "vitest";
import { createExpiringCache } from "../../src/kube/expiring-cache.ts";

test("entries expire, and the oldest goes when the cache is full", () => {
  let nowMs = 0;
  const cache = createExpiringCache<number>(2, () => nowMs);
  cache.set("a", 1, 100);
  cache.set("b", 2, 50);
  expect([cache.get("a"), cache.get("b")]).toEqual([1, 2]);
  nowMs = 50;
  expect([cache.get("a"), cache.get("b")]).toEqual([1, undefined]);
  cache.set("b", 3, 100);
  cache.set("c", 4, 100);
  expect([cache.get("a"), cache.get("b"), cache.get("c"), cache.size]).toEqual([undefined, 3, 4, 2]);
});

test("a million keys leave no more than the bound", () => {
  const cache = createExpiringCache<number>(100);
  for (let index = 0; index < 1_000_000; index += 1) cache.set(`k${index}`, index, 60_000);
  expect(cache.size).toBe(100);
  expect(cache.get("k999999")).toBe(999_999);
});
