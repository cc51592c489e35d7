import { NoDataError } from "@sightglass/metrics-registry";
import type { FileTree } from "./file-tree.ts";

/**
 * An attribute without which the whole collector has no data, as in node_exporter: half a device would look like a
 * whole one.
 */
export function requiredAttribute(tree: FileTree, path: string): string {
  const value = tree.attribute(path);
  if (value === undefined) throw new NoDataError(`${tree.root}/${path} cannot be read`);
  return value;
}
