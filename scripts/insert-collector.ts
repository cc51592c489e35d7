const IMPORT = /^import \{ \w+ \} from "\.\/(.+)\.ts";$/;
const ENTRY = /^ {2}(\w+),$/;

const byName = (path: string): string => path.replaceAll("-", "_");

/** Where a line belongs among the sorted lines from `first` on: before the first that sorts behind it. */
function position(keys: readonly (string | undefined)[], key: string): number {
  const behind = keys.findIndex((other) => other !== undefined && other > key);
  return behind === -1 ? keys.findLastIndex((other) => other !== undefined) + 1 : behind;
}

/**
 * The text of a list of collectors with one more in it: the import among the imports, sorted by path, and the entry in
 * the list, sorted by the collector's name. `path` is that of the collector's file without its ending.
 */
export function insertCollector(text: string, identifier: string, path: string): string {
  const lines = text.split("\n");
  const paths = new Map<string, string>();
  const imports = lines.map((line) => {
    const found = IMPORT.exec(line)?.[1];
    if (found !== undefined) paths.set(/\{ (\w+) \}/.exec(line)?.[1] ?? "", found);
    return found;
  });
  const entries = lines.map((line) => {
    const known = paths.get(ENTRY.exec(line)?.[1] ?? "");
    return known === undefined ? undefined : byName(known);
  });
  if (paths.size === 0 || entries.every((entry) => entry === undefined)) {
    throw new Error("The list has no imports or no entries in the form that this script knows");
  }
  // The entry stands below the import, so it goes in first and moves nothing that is still to be found.
  lines.splice(position(entries, byName(path)), 0, `  ${identifier},`);
  lines.splice(position(imports, path), 0, `import { ${identifier} } from "./${path}.ts";`);
  return lines.join("\n");
}
