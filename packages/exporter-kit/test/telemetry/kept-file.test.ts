import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openKeptFile } from "../../src/telemetry/kept-file.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kept-file-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("reads from the start each time, cut at the buffer's size", () => {
  const path = join(folder, "stat");
  writeFileSync(path, "first");
  const file = openKeptFile(path, 8);
  expect(file.read()).toBe("first");
  writeFileSync(path, "2nd");
  expect(file.read()).toBe("2nd");
  writeFileSync(path, "longer than eight");
  expect(file.read()).toBe("longer t");
});

test("a file that cannot be opened or read gives undefined", () => {
  expect(openKeptFile(join(folder, "missing"), 8).read()).toBeUndefined();
  expect(openKeptFile(folder, 8).read()).toBeUndefined();
});
