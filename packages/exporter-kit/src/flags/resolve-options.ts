import type { OptionSpecs, OptionValues } from "@sightglass/metrics-registry";
import { readEnvironment, type Environment } from "./environment.ts";
import type { FlagEntry, FlagTable } from "./flag-table.ts";
import { parseOptionValue, rawDefault, type RawValue } from "./option-value.ts";
import type { GivenFlag } from "./parse-arguments.ts";
import { shownValue } from "./shown-value.ts";

/** Where a value comes from, strongest first. */
export type OptionOrigin = "flag" | "environment" | "file" | "default";

/** The value of one option in effect. */
export interface ResolvedOption {
  readonly name: string;
  readonly value: unknown;
  /** As it was given. */
  readonly raw: RawValue;
  /** As it was given, for display: secrets are hidden. */
  readonly shown: RawValue;
  readonly origin: OptionOrigin;
  /** Where exactly: `--log.level`, an environment variable, a line of the file. Empty for a default. */
  readonly place: string;
}

/** A value in the configuration file. */
export interface FileValue {
  readonly value: RawValue;
  /** `config.yml:3`, for errors. */
  readonly place: string;
}

/** Values of all options of a program. */
export interface ResolvedOptions {
  readonly all: readonly ResolvedOption[];
  /** The option of a flag. Throws on a flag that the program does not have. */
  get(flag: string): ResolvedOption;
  /** Values of a set of options under the names by which its code reads them. */
  pick<Specs extends OptionSpecs>(specs: Specs): OptionValues<Specs>;
}

/** The three places, beside its default, where an option can be set. */
export interface OptionSources {
  readonly flags: ReadonlyMap<string, GivenFlag>;
  readonly env: Environment;
  readonly file: ReadonlyMap<string, FileValue>;
}

/**
 * Decides one option: flag, else environment, else file, else default.
 *
 * @throws UsageError when the deciding value is not allowed.
 */
export function resolveOption(entry: FlagEntry, sources: OptionSources): ResolvedOption {
  const { name, spec } = entry;
  const done = (raw: RawValue, origin: OptionOrigin, place: string): ResolvedOption => ({
    name,
    value: parseOptionValue(spec, raw, place === "" ? `the default of --${name}` : place),
    raw,
    shown: shownValue(spec, raw),
    origin,
    place,
  });
  const given = sources.flags.get(name);
  if (given !== undefined) {
    const [first = ""] = given.values;
    return done(spec.type === "strings" ? given.values : first, "flag", `--${given.alias ?? name}`);
  }
  const inEnvironment = readEnvironment(entry, sources.env);
  if (inEnvironment !== undefined) {
    return done(inEnvironment.value, "environment", `environment variable ${inEnvironment.variable}`);
  }
  const inFile = sources.file.get(name);
  if (inFile !== undefined) {
    return done(inFile.value, "file", `${name} (${inFile.place})`);
  }
  return done(rawDefault(spec), "default", "");
}

/** Decides all options of a table. Throws a UsageError on the first value that is not allowed. */
export function resolveOptions(table: FlagTable, sources: OptionSources): ResolvedOptions {
  const byName = new Map(table.entries.map((entry) => [entry.name, resolveOption(entry, sources)]));
  const get = (flag: string): ResolvedOption => {
    const option = byName.get(flag);
    if (option === undefined) {
      throw new Error(`no option has the flag --${flag}`);
    }
    return option;
  };
  return {
    all: [...byName.values()],
    get,
    pick: <Specs extends OptionSpecs>(specs: Specs) =>
      Object.fromEntries(
        Object.entries(specs).map(([name, spec]) => [name, get(spec.flag).value]),
      ) as OptionValues<Specs>,
  };
}
