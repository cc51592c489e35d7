import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { createFileTree } from "../src/create-file-tree.ts";
import type { FileTree } from "../src/file-tree.ts";
import { listClass } from "../src/list-class.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

const failing = (code: string): FileTree => ({
  ...createFileTree("/"),
  list: () => {
    throw Object.assign(new Error(`${code}: as the system says it`), { code });
  },
});

test("lists a class, sorted", () => {
  const tree = createFileTree(temporaryTree({ "class/net/eth1/x": "", "class/net/eth0/x": "" }));
  expect(listClass(tree, "class/net")).toEqual(["eth0", "eth1"]);
});

test("an absent class is no data", () => {
  expect(() => listClass(createFileTree(temporaryTree({})), "class/net")).toThrow(NoDataError);
});

test.each(["EACCES", "EPERM"])("%s is a denial", (code) => {
  expect(() => listClass(failing(code), "class/net")).toThrow(DeniedError);
});

test("other errors pass", () => {
  expect(() => listClass(failing("EIO"), "class/net")).toThrow("EIO: as the system says it");
});
