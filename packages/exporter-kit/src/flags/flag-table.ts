import type { OptionSpec, OptionSpecs } from "@sightglass/metrics-registry";
import { nearest } from "../nearest.ts";

/** One flag of a program. */
export interface FlagEntry {
  /** Without dashes; also the key in the configuration file. */
  readonly name: string;
  readonly spec: OptionSpec;
  /** Heading under which help and reference list it. */
  readonly section: string;
  /** False for flags that a configuration file cannot set, such as the path of that file. */
  readonly inFile: boolean;
}

/** A name on the command line or in the file, resolved. */
export interface FoundFlag {
  readonly entry: FlagEntry;
  /** The old name that was used, if it was one. */
  readonly alias?: string;
}

/** All flags of a program, by name. */
export interface FlagTable {
  readonly entries: readonly FlagEntry[];
  /** Finds a flag by its name or one of its old names. */
  find(name: string): FoundFlag | undefined;
  /** The flag that a wrong name most probably meant. Hidden flags are never suggested. */
  suggest(name: string): string | undefined;
}

/** Entries of a set of options, all in one section. */
export function flagEntries(
  specs: OptionSpecs,
  section: string,
  notInFile: ReadonlySet<string> = new Set(),
): FlagEntry[] {
  return Object.values(specs).map((spec) => ({ name: spec.flag, spec, section, inFile: !notInFile.has(spec.flag) }));
}

/**
 * Makes a table. Throws when two entries claim one name: that is a fault of the program, not of its user.
 */
export function createFlagTable(entries: readonly FlagEntry[]): FlagTable {
  const found = new Map<string, FoundFlag>();
  const add = (name: string, flag: FoundFlag): void => {
    if (found.has(name)) {
      throw new Error(`two options claim the flag --${name}`);
    }
    found.set(name, flag);
  };
  for (const entry of entries) {
    add(entry.name, { entry });
    for (const alias of entry.spec.aliases ?? []) {
      add(alias, { entry, alias });
    }
  }
  const visible = entries.filter((entry) => entry.spec.hidden !== true).map((entry) => entry.name);
  return {
    entries,
    find: (name) => found.get(name),
    suggest: (name) => nearest(name, visible),
  };
}
