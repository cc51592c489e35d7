import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { createObjsetReader } from "../../src/zfs/objset-reader.ts";

const objset = (name: string, writes: string, reads: string): string =>
  `30 1 0x01 7 2160 217993779684 2621674546179\nname                            type data\ndataset_name                    7    ${name}\nwrites                          4    ${writes}\nreads                           4    ${reads}\n`;

test("datasets of one layout share its names, whatever they are called", () => {
  const read = createObjsetReader((field) => `x_${field}`);
  const one = read(objset("tank", "1", "18446744073709551615"), "a");
  const two = read(objset("tank/a dataset with writes 4 9", "300", "4"), "b");
  expect(one).toEqual({
    dataset: "tank",
    fields: { names: ["x_writes", "x_reads"], values: [1, 2 ** 64] },
  });
  expect(two).toEqual({
    dataset: "tank/a dataset with writes 4 9",
    fields: { names: ["x_writes", "x_reads"], values: [300, 4] },
  });
  expect(two.fields.names).toBe(one.fields.names);
});

test("another layout is learnt, and signed numbers are passed over", () => {
  const read = createObjsetReader((field) => field);
  read(objset("tank", "1", "2"), "a");
  const other = `${objset("tank", "3", "4")}nunlinks                        4    5\nodd                             3    -6\n`;
  expect(read(other, "b").fields).toEqual({ names: ["writes", "reads", "nunlinks"], values: [3, 4, 5] });
});

test("a fault is told with the file and line that it is of", () => {
  const read = createObjsetReader((field) => field);
  read(objset("tank", "1", "2"), "zfs/tank/objset-1");
  expect(() => read(objset("tank", "1", "x"), "zfs/tank/objset-2")).toThrow(ParseError);
  expect(() => read(objset("tank", "1", "x"), "zfs/tank/objset-2")).toThrow("zfs/tank/objset-2:5:");
  expect(() => read("", "zfs/tank/objset-3")).toThrow("zfs/tank/objset-3:");
});
