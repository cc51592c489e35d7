import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GeneratedFile } from "./generated-file.ts";

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Renders files and returns the paths of those that differ from what is on disk; writes these unless it only checks. */
export async function writeGenerated(
  root: string,
  files: readonly GeneratedFile[],
  mode: "check" | "write",
): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const { path, render } of files) {
    const target = join(root, path);
    const text = await render();
    if (readIfPresent(target) === text) continue;
    stale.push(path);
    if (mode === "check") continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return stale;
}

/**
 * Paths of files in folders for generated ones only that no definition stands behind any more; removes these unless it
 * only checks.
 */
export function removeLeftovers(
  root: string,
  folders: readonly string[],
  files: readonly GeneratedFile[],
  mode: "check" | "write",
): readonly string[] {
  const generated = new Set(files.map(({ path }) => path));
  const leftovers = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((file) => `${folder}/${file}`))
    .filter((path) => !generated.has(path));
  if (mode === "write") for (const path of leftovers) rmSync(join(root, path));
  return leftovers;
}
