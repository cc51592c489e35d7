import { lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileGlob, isPattern } from "./glob-pattern.ts";

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Entries of a folder that a glob passes through; one that cannot be read has none. */
function entries(path: string): readonly string[] {
  try {
    return readdirSync(path).toSorted();
  } catch {
    return [];
  }
}

function expand(path: string): readonly string[] | undefined {
  if (!isPattern(path)) return exists(path) ? [path] : [];
  const parent = path.includes("/") ? dirname(path) : "";
  const matches = compileGlob(path.slice(path.lastIndexOf("/") + 1));
  const parents = isPattern(parent) ? expand(parent) : [parent];
  if (matches === undefined || parents === undefined) return undefined;
  return parents.flatMap((folder) =>
    entries(folder === "" ? "." : folder)
      .filter(matches)
      .map((name) => join(folder, name)),
  );
}

/**
 * Turns the values of `--collector.textfile.directory` into folders: globs as Go's `filepath.Glob` expands them, and
 * whatever matches nothing or is malformed as it stands, so that reading it reports what is wrong. Empty values are
 * left out.
 */
export function expandDirectories(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => {
    if (value === "") return [];
    const found = expand(value);
    return found === undefined || found.length === 0 ? [value] : found;
  });
}
