import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/**
 * Writes files by relative path into a new folder and removes it when the test ends; `{ link }` makes a symbolic
 * link, and a path that ends with a slash an empty folder.
 */
export function temporaryTree(files: Readonly<Record<string, string | { readonly link: string }>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sightglass-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(path.endsWith("/") ? target : dirname(target), { recursive: true });
    if (path.endsWith("/")) continue;
    if (typeof content === "string") writeFileSync(target, content);
    else symlinkSync(content.link, target);
  }
  return folder;
}
