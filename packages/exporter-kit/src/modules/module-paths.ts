import { readFile, stat } from "node:fs/promises";
import type { YamlEntry, YamlValue } from "../config/yaml-tree.ts";
import { readEnvironment, type Environment } from "../flags/environment.ts";
import type { FlagTable } from "../flags/flag-table.ts";

/** The flag that names collector modules. */
export const MODULE_FLAG = "collector.module";
const CONFIG_FLAG = "config.file";

/** As the configuration file itself is limited. */
const MAX_BYTES = 1_048_576;

/**
 * The values of some flags on a command line whose other flags may be unknown as yet: they can belong to collectors of
 * the very modules that these flags name.
 */
function scanArguments(
  argv: readonly string[],
  table: FlagTable,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined && argument !== "--"; argument = rest.shift()) {
    if (argument.startsWith("--")) {
      const equals = argument.indexOf("=");
      const entry = table.find(argument.slice(2, equals < 0 ? undefined : equals))?.entry;
      if (entry !== undefined && entry.spec.type !== "boolean") {
        const value = equals < 0 ? rest.shift() : argument.slice(equals + 1);
        if (value !== undefined && wanted.has(entry.name)) {
          found.set(entry.name, [...(found.get(entry.name) ?? []), value]);
        }
      }
    }
  }
  return found;
}

/** The value of a key, written whole or as nested mappings. */
function valueAt(entries: readonly YamlEntry[], key: string): YamlValue | undefined {
  for (const entry of entries) {
    if (entry.key === key) {
      return entry.value;
    }
    if (entry.value.kind === "map" && key.startsWith(`${entry.key}.`)) {
      const inside = valueAt(entry.value.entries, key.slice(entry.key.length + 1));
      if (inside !== undefined) {
        return inside;
      }
    }
  }
  return undefined;
}

/**
 * The modules that a configuration file names. Whatever is wrong with the file is told when it is read as a whole; what
 * can be read only once, as a pipe, is not looked into.
 */
async function pathsInFile(file: string): Promise<readonly string[]> {
  const status = await stat(file).catch(() => undefined);
  if (status?.isFile() !== true || status.size > MAX_BYTES) {
    return [];
  }
  const { parseYaml } = await import("../config/yaml-tree.ts");
  const value = valueAt(await parseYaml(file, await readFile(file, "utf8")), MODULE_FLAG);
  if (value?.kind === "text") {
    return [value.text];
  }
  return value?.kind === "list" ? value.items.flatMap((item) => (item.kind === "text" ? [item.text] : [])) : [];
}

/** Where modules can be named. */
export interface ModuleSources {
  /** Values of flags by name. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly env: Environment;
}

/**
 * Paths of the collector modules that are asked for: by flag, else by environment, else in the configuration file.
 *
 * @throws UsageError when the configuration file is no YAML.
 */
export async function modulePaths(table: FlagTable, { flags, env }: ModuleSources): Promise<readonly string[]> {
  const chosen = (flag: string): readonly string[] => {
    const given = flags.get(flag);
    const entry = table.find(flag)?.entry;
    const value = given ?? (entry === undefined ? undefined : readEnvironment(entry, env)?.value) ?? [];
    return typeof value === "string" ? [value] : value;
  };
  const paths = chosen(MODULE_FLAG);
  const [file = ""] = chosen(CONFIG_FLAG);
  return paths.length > 0 || file === "" ? paths : pathsInFile(file);
}

/** Reads where the modules are from a command line. */
export function modulePathsOf(argv: readonly string[], table: FlagTable, env: Environment): Promise<readonly string[]> {
  return modulePaths(table, { flags: scanArguments(argv, table, new Set([MODULE_FLAG, CONFIG_FLAG])), env });
}
