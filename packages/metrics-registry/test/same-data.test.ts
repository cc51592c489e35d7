import { assert, jsonValue, property } from "fast-check";
import { expect, test } from "vitest";
import { sameData } from "../src/same-data.ts";

test("plain data is the same when it is equal all the way down", () => {
  const data = () => ({ rows: [{ name: "a", values: [1, Number.NaN, undefined] }], extra: null });
  expect(sameData(data(), data())).toBe(true);
  expect(sameData({ a: undefined }, {})).toBe(false);
  expect(sameData({}, { a: undefined })).toBe(false);
  expect(sameData([1, 2], [2, 1])).toBe(false);
  expect(sameData([1], [1, 1])).toBe(false);
  expect(sameData([], {})).toBe(false);
  expect(sameData({ length: 0 }, [])).toBe(false);
  expect(sameData("1", 1)).toBe(false);
  expect(sameData(null, undefined)).toBe(false);
});

test("what is not plain is the same only as itself", () => {
  const map = new Map([["a", 1]]);
  expect(sameData(map, map)).toBe(true);
  expect(sameData(map, new Map([["a", 1]]))).toBe(false);
  expect(sameData(new Date(0), new Date(0))).toBe(false);
});

test("it agrees with the JSON text of any JSON data", () => {
  assert(
    property(jsonValue(), jsonValue(), (one, other) => {
      expect(sameData(one, structuredClone(one))).toBe(true);
      const sorted = (value: unknown): string =>
        JSON.stringify(value, (_key, member: unknown) =>
          typeof member === "object" && member !== null && !Array.isArray(member)
            ? Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1))
            : Object.is(member, -0)
              ? 0
              : member,
        );
      if (!sameData(one, other)) return;
      expect(sorted(one)).toBe(sorted(other));
    }),
  );
});
