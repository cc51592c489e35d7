import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Paths of all regular files in a folder and those below it; links are not followed. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const kind = lstatSync(path);
    if (kind.isDirectory()) return filesBelow(path);
    return kind.isFile() ? [path] : [];
  });
}
