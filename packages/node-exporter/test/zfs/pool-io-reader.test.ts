import { expect, test } from "vitest";
import { createPoolIoReader } from "../../src/zfs/pool-io-reader.ts";

const COLUMNS = "nread nwritten reads writes wtime wlentime wupdate rtime rlentime rupdate wcnt rcnt".split(" ");
const io = (numbers: readonly (number | string)[]): string =>
  `12 3 0x00 1 80 1 2\n${COLUMNS.map((name) => name.padEnd(8)).join(" ")}\n${numbers.map((one) => String(one).padEnd(8)).join(" ")}\n`;
const upTo12 = COLUMNS.map((_name, index) => index + 1);
/** The last two count what waits and runs, and stay small. */
const large = upTo12.map((number, index) => (index < 10 ? number * 1e9 : number));

test("pools share the names of the columns", () => {
  const read = createPoolIoReader((column) => `x_${column}`);
  const one = read(io(upTo12), "a");
  const two = read(io(large), "b");
  expect(one.values).toEqual(upTo12);
  expect(two.values).toEqual(large);
  expect(one.names).toEqual(COLUMNS.map((name) => `x_${name}`));
  expect(two.names).toBe(one.names);
});

test("a pool without the heading has no numbers, and a fault is told with its file", () => {
  const read = createPoolIoReader((column) => column);
  expect(read("", "a")).toEqual({ names: [], values: [] });
  expect(() => read(io(["x", ...upTo12.slice(1)]), "zfs/tank/io")).toThrow("zfs/tank/io:3:");
});
