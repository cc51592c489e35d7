import { DeniedError } from "@sightglass/metrics-registry";
import { absence } from "./file-errors.ts";
import type { FileTree } from "./file-tree.ts";

/**
 * Entries of a sysfs class folder that a whole collector stands on: NoDataError when the kernel has no such class,
 * DeniedError when this process may not list it.
 */
export function listClass(tree: FileTree, path: string): readonly string[] {
  try {
    return tree.list(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw absence(error as Error, `${tree.root}/${path} does not exist`);
    if (code === "EACCES" || code === "EPERM") {
      throw new DeniedError(`${tree.root}/${path} may not be listed by this user`);
    }
    throw error;
  }
}
