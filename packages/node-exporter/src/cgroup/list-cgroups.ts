import { readdirSync, statSync } from "node:fs";
import { hasCode } from "../file-errors.ts";
import type { Pacer } from "../pacer.ts";

/** Which cgroups are looked for. */
export interface CgroupSelection {
  /** Levels below the root. */
  readonly depth: number;
  /** How many are reported at most. */
  readonly limit: number;
  readonly isLeftOut: (path: string) => boolean;
}

/** What a walk found. */
export interface CgroupList {
  /** Paths below the mount, which is `/` itself, level by level and sorted within a folder. */
  readonly paths: readonly string[];
  /** Cgroups that were looked at and left out by the patterns. */
  readonly filtered: number;
  /** Cgroups known and not looked at, for one of the bounds was reached. */
  readonly pending: number;
  /** Whether a bound ended the walk before all of the wanted levels were seen. */
  readonly isCut: boolean;
}

/** Bound of the folders that one walk looks at, whatever the patterns leave. */
const MAX_VISITED = 65_536;
/** What a folder without folders in it has for links: its name and its own `.`. */
const LEAF_LINKS = 2;

const hasEnded = (error: unknown): boolean => hasCode(error, "ENOENT", "ENODEV", "ENOTDIR", "EACCES", "EPERM");

/**
 * Folders within a folder, sorted. A cgroup has dozens of files and most have no cgroups in them, which the number of
 * links tells for a hundredth of the listing's cost.
 */
function foldersIn(folder: string): readonly string[] {
  try {
    if (statSync(folder).nlink === LEAF_LINKS) return [];
    const names: string[] = [];
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) names.push(entry.name);
    return names.toSorted();
  } catch (error) {
    if (hasEnded(error)) return [];
    throw error;
  }
}

/**
 * Walks the cgroups below `mount` level by level, so that a bound leaves out the deepest. One that ends meanwhile is
 * passed over. Throws the file system's error when the mount itself cannot be read.
 */
export async function listCgroups(mount: string, selection: CgroupSelection, pacer: Pacer): Promise<CgroupList> {
  const { depth, limit, isLeftOut } = selection;
  const paths: string[] = [];
  let filtered = 0;
  let visited = 0;
  statSync(mount);
  let level: string[] = ["/"];
  for (let levels = 0; level.length > 0; levels += 1) {
    const next: string[] = [];
    for (let at = 0; at < level.length; at += 1) {
      if (paths.length >= limit || visited >= MAX_VISITED) {
        return { paths, filtered, pending: level.length - at + next.length, isCut: true };
      }
      const path = level[at] as string;
      visited += 1;
      if (isLeftOut(path)) filtered += 1;
      else paths.push(path);
      if (levels < depth) {
        const names = foldersIn(mount + path);
        for (let index = 0; index < names.length && next.length < MAX_VISITED; index += 1) {
          next.push(path === "/" ? `/${names[index]}` : `${path}/${names[index]}`);
        }
      }
      if (pacer.isDue()) await pacer.pause();
    }
    level = next;
  }
  return { paths, filtered, pending: 0, isCut: false };
}
