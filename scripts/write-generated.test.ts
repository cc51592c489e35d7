import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { removeLeftovers, writeGenerated } from "./write-generated.ts";

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), "sightglass-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

const files = [
  { path: "docs/a.md", group: "docs", render: () => "a\n" },
  { path: "b.md", group: "docs", render: async () => "b\n" },
] as const;

test("missing and changed files are written, others are left alone", async () => {
  const root = folder();
  writeFileSync(join(root, "b.md"), "b\n");
  expect(await writeGenerated(root, files, "write")).toEqual(["docs/a.md"]);
  expect(readFileSync(join(root, "docs/a.md"), "utf8")).toBe("a\n");
  writeFileSync(join(root, "b.md"), "edited\n");
  expect(await writeGenerated(root, files, "write")).toEqual(["b.md"]);
  expect(await writeGenerated(root, files, "write")).toEqual([]);
});

test("a check names stale files and writes nothing", async () => {
  const root = folder();
  writeFileSync(join(root, "b.md"), "old\n");
  expect(await writeGenerated(root, files, "check")).toEqual(["docs/a.md", "b.md"]);
  expect(readFileSync(join(root, "b.md"), "utf8")).toBe("old\n");
});

test("a file that nothing stands behind any more is named by a check and removed by a write", () => {
  const root = folder();
  mkdirSync(join(root, "docs"));
  for (const file of ["a.md", "old.md"]) writeFileSync(join(root, "docs", file), "x\n");
  const folders = ["docs", "absent"];
  expect(removeLeftovers(root, folders, files, "check")).toEqual(["docs/old.md"]);
  expect(existsSync(join(root, "docs/old.md"))).toBe(true);
  expect(removeLeftovers(root, folders, files, "write")).toEqual(["docs/old.md"]);
  expect([existsSync(join(root, "docs/old.md")), existsSync(join(root, "docs/a.md"))]).toEqual([false, true]);
});
