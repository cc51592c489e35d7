import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseObjsetHead } from "../../src/procfs/zpool-objset.ts";
import { mutatedText } from "../support/mutated-text.ts";

const objset = (name: string): string =>
  [
    "30 1 0x01 7 2160 217993779684 2621674546179",
    "name                            type data",
    `dataset_name                    7    ${name}`,
    "writes                          4    10",
    "reads                           4    20",
    "",
  ].join("\n");

test.each(["tank", "tank/home dir/a  b", "7", "dataset_name", "tank/größe", "tank/x "])("the dataset %j", (name) => {
  const text = objset(name);
  const { dataset, start, line } = parseObjsetHead(text, "p");
  expect(dataset).toBe(name);
  expect(text.slice(start)).toMatch(/^writes /);
  expect(line).toBe(3);
});

test("a text that ends with the dataset's name has no rows", () => {
  const text = "1 2\nname type data\ndataset_name 7 tank";
  expect(parseObjsetHead(text, "p")).toEqual({ dataset: "tank", start: text.length, line: 3 });
});

test.each([
  [
    "without its heading",
    objset("tank").replace("name   ", "nome   "),
    "zfs/tank/objset-1: it has no line `name type data`",
  ],
  ["that is empty", "", "zfs/tank/objset-1: it has no line `name type data`"],
  ["without the dataset's name", objset("tank").replace(/dataset_name.*\n/, ""), "does not name its dataset"],
  ["with an empty name", objset(""), "does not name its dataset"],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseObjsetHead(text, "zfs/tank/objset-1")).toThrow(message);
  expect(() => parseObjsetHead(text, "zfs/tank/objset-1")).toThrow(ParseError);
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      expect(parseObjsetHead(text, "p").start).toBeLessThanOrEqual(text.length);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(objset("tank/home dir")), check));
});
