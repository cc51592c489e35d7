import { expect, it } from "vitest";
import { BoundedKeySet } from "../../../src/web/auth/bounded-key-set.ts";

it("drops the least recently used key at its bound", () => {
  const keys = new BoundedKeySet(2);
  keys.add("a");
  keys.add("b");
  expect(keys.has("a")).toBe(true);
  keys.add("c");
  expect([keys.has("a"), keys.has("b"), keys.has("c")]).toEqual([true, false, true]);
  keys.add("c");
  expect(keys.size).toBe(2);
  keys.clear();
  expect(keys.size).toBe(0);
});
