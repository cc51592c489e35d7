import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collectors } from "../src/collectors/index.ts";

const PACKAGE = join(import.meta.dirname, "..");

const filesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(PACKAGE, folder))
    .filter((file) => file.endsWith(ending) && file !== "index.ts" && (ending !== ".ts" || !file.endsWith(".test.ts")))
    .map((file) => file.slice(0, -ending.length))
    .toSorted();

const listed = collectors.map(({ name }) => name);
const listedFiles = listed.map((name) => name.replaceAll("_", "-")).toSorted();

test("every file of the folder is in the list, and the list names no other", () => {
  expect(filesIn("src/collectors", ".ts")).toEqual(listedFiles);
});

test("the list is sorted by name", () => {
  expect(listed).toEqual(listed.toSorted());
});

test("every collector has a test of its own", () => {
  expect(filesIn("test/collectors", ".test.ts")).toEqual(listedFiles);
});

test("every parser has a test of its own", () => {
  for (const folder of ["procfs", "sysfs"]) {
    expect(filesIn(`test/${folder}`, ".test.ts"), folder).toEqual(filesIn(`src/${folder}`, ".ts"));
  }
});

test("the metric reference has a page for every collector, with its families", () => {
  const folder = "../../docs/metrics/node-exporter";
  expect(filesIn(folder, ".md").filter((file) => file !== "README")).toEqual(listed.toSorted());
  for (const { name, families } of collectors) {
    const text = readFileSync(join(PACKAGE, folder, `${name}.md`), "utf8");
    for (const family of families) {
      if (family.kind === "static") expect(text).toContain(`\`${family.name}\``);
    }
  }
});
