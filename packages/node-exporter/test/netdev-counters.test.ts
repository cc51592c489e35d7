import { expect, test } from "vitest";
import { NETDEV_COUNTERS, NO_HANDLER } from "../src/netdev-counters.ts";

test("names are unique", () => {
  expect(new Set(NETDEV_COUNTERS.map(({ name }) => name)).size).toBe(NETDEV_COUNTERS.length);
});

test("each way has each of its counters once", () => {
  const columns = Array.from({ length: NO_HANDLER }, (_, column) => column);
  const used = (values: readonly (number | undefined)[]): readonly number[] =>
    values.filter((value) => value !== undefined).toSorted((left, right) => left - right);
  expect(used(NETDEV_COUNTERS.map(({ legacy }) => legacy))).toEqual([...columns, NO_HANDLER]);
  expect(used(NETDEV_COUNTERS.map(({ procfs }) => procfs))).toEqual(columns);
  const files = NETDEV_COUNTERS.flatMap(({ detailed }) => (detailed === undefined ? [] : [detailed]));
  expect(files).toHaveLength(24);
  expect(new Set(files).size).toBe(24);
});
