import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { renderApiReport } from "./render-api-report.ts";

test("the report has the signatures of an entry point and changes with them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sightglass-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "package.json"), '{ "name": "demo", "version": "1.0.0", "type": "module" }');
  const declare = (parameter: string): void =>
    writeFileSync(
      join(folder, "dist/index.d.ts"),
      `interface Hidden { readonly a: string }\n/** Counts. */\nexport declare function count(${parameter}): Hidden;\n`,
    );
  declare("text: string");
  const before = await renderApiReport({ folder, declarations: "./dist/index.d.ts" });
  expect(before).toContain("export function count(text: string): Hidden;");
  expect(before).toContain("interface Hidden");
  declare("text: string, from: number");
  expect(await renderApiReport({ folder, declarations: "./dist/index.d.ts" })).toContain(
    "export function count(text: string, from: number): Hidden;",
  );
}, 60_000);

test("missing declarations are an error", async () => {
  await expect(
    renderApiReport({ folder: join(import.meta.dirname, ".."), declarations: "./dist/none.d.ts" }),
  ).rejects.toThrow("does not exist");
});
