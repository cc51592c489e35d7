import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPciIdsFile } from "../../src/pci/read-ids-file.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("gives the text of the file", () => {
  const folder = temporaryTree({ "pci.ids": "8086  Intel Corporation\n" });
  expect(readPciIdsFile(join(folder, "pci.ids"))).toBe("8086  Intel Corporation\n");
});

test("a run of bytes that are no text becomes one replacement character", () => {
  const file = join(temporaryTree({ "x/": "" }), "pci.ids");
  writeFileSync(file, Buffer.from([0x61, 0xff, 0xfe, 0x62]));
  expect(readPciIdsFile(file)).toBe("a\uFFFDb");
});

test("what cannot be read is empty: nothing there, a folder, a pipe without a writer", () => {
  const folder = temporaryTree({ "folder/": "" });
  execFileSync("mkfifo", [join(folder, "pipe")]);
  expect(["nothing", "folder", "pipe"].map((name) => readPciIdsFile(join(folder, name)))).toEqual(["", "", ""]);
});
