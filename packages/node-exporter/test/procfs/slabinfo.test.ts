import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseSlabinfo } from "../../src/procfs/slabinfo.ts";
import { parseProblems } from "../support/parse-problems.ts";

const HEADING =
  "slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n";
const ROW = "dentry 704    864    256   32    2 : tunables    0    1    2 : slabdata     27     28      3\n";
const TEXT = `${HEADING}${ROW}kmalloc-8k(2:a.slice)  1 2 8192 4 8 : tunables 0 0 0 : slabdata 1 1 0\n`;
const all = (slab: string): string => slab;

test("takes objects, their size, and objects and pages of a slab", () => {
  expect(parseSlabinfo(TEXT, all)).toEqual([
    { name: "dentry", activeObjects: 704, objects: 864, objectBytes: 256, objectsPerSlab: 32, pagesPerSlab: 2 },
    {
      name: "kmalloc-8k(2:a.slice)",
      activeObjects: 1,
      objects: 2,
      objectBytes: 8192,
      objectsPerSlab: 4,
      pagesPerSlab: 8,
    },
  ]);
});

test("asks for the name of each slab, and leaves out those without", () => {
  const asked: string[] = [];
  const slabs = parseSlabinfo(TEXT, (slab) => {
    asked.push(slab);
    return slab === "dentry" ? "renamed" : undefined;
  });
  expect(asked).toEqual(["dentry", "kmalloc-8k(2:a.slice)"]);
  expect(slabs.map(({ name }) => name)).toEqual(["renamed"]);
});

test.each(["", HEADING])("has no slabs in %j", (text) => {
  expect(parseSlabinfo(text, all)).toEqual([]);
});

test.each([
  ["malformed", ROW.replace("864", "x"), "slabinfo:3:"],
  ["malformed in a column that is not used", ROW.replace("27", "x"), "slabinfo:3:"],
  ["truncated", ROW.slice(0, 40), "slabinfo:3:"],
  ["with further columns", ROW.replace("\n", " 5\n"), "slabinfo:3:"],
  ["with a number of more than 64 bits", ROW.replace("864", "99999999999999999999"), "slabinfo:3:"],
  ["with a space before a name", ` ${ROW}`, "slabinfo:3:"],
  ["with an empty line", "\n", "slabinfo:3:"],
])("refuses a row %s", (_what, row, message) => {
  expect(() => parseSlabinfo(HEADING + row, all)).toThrow(ParseError);
  expect(() => parseSlabinfo(HEADING + row, all)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, (text) => parseSlabinfo(text, all))).toEqual([]);
});
