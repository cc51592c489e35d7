import type { CollectorDefinition, ConfiguredCollector, SeriesRules } from "@sightglass/metrics-registry";
import type { ConfigFile } from "../config-file.ts";
import type { Environment } from "../flags/environment.ts";
import type { FlagTable } from "../flags/flag-table.ts";
import type { ParsedArguments } from "../flags/parse-arguments.ts";
import { resolveOption, resolveOptions, type ResolvedOptions } from "../flags/resolve-options.ts";
import type { Program } from "./define-program.ts";
import { globalOptionSpecs, type GlobalOptions } from "./global-options.ts";
import { collectorFlag } from "./program-flags.ts";

/** Something about the configuration that its user should know, to be logged as a warning. */
export interface SettingsWarning {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A program's whole configuration: flags, environment and file put together. */
export interface Settings {
  readonly options: ResolvedOptions;
  readonly global: GlobalOptions;
  /** Values of the program's own options by name. */
  readonly own: object;
  /** The enabled collectors with the values of their options. */
  readonly collectors: readonly ConfiguredCollector<never>[];
  readonly disabled: readonly CollectorDefinition[];
  readonly seriesRules: SeriesRules;
  readonly warnings: readonly SettingsWarning[];
}

const NO_FILE: ConfigFile = { values: new Map(), seriesRules: {} };

async function configure(program: Program, options: ResolvedOptions, disableDefaults: boolean) {
  const variants = await program.variants?.(options.pick(program.options) as never);
  const byName = new Map(variants?.map((variant) => [variant.name, variant]));
  const collectors: ConfiguredCollector<never>[] = [];
  const disabled: CollectorDefinition[] = [];
  for (const listed of program.collectors) {
    const definition = byName.get(listed.name) ?? listed;
    const { value, origin } = options.get(collectorFlag(definition.name));
    const isOn = definition.enabledByDefault && (!disableDefaults || program.loaded?.has(definition.name) === true);
    if (origin === "default" ? isOn : value === true) {
      collectors.push({ definition, options: options.pick(definition.options) });
    } else {
      disabled.push(definition);
    }
  }
  return { collectors, disabled };
}

function aliasWarnings(args: ParsedArguments): SettingsWarning[] {
  return [...args.flags.values()].flatMap(({ alias, entry }) =>
    alias === undefined
      ? []
      : [{ message: "Flag has a new name", fields: { flag: `--${alias}`, replacement: `--${entry.name}` } }],
  );
}

/**
 * Puts a program's configuration together. Reads the configuration file if one is named; `args` has been taken apart
 * already, and does not change on a reload.
 *
 * @throws UsageError for everything that is wrong with it.
 */
export async function loadSettings(
  program: Program,
  table: FlagTable,
  args: ParsedArguments,
  env: Environment,
): Promise<Settings> {
  const { flags } = args;
  const fileEntry = table.find("config.file")?.entry;
  const path = fileEntry === undefined ? "" : resolveOption(fileEntry, { flags, env, file: NO_FILE.values }).value;
  const file =
    typeof path === "string" && path !== ""
      ? await (await import("../config-file.ts")).loadConfigFile(path, table, program.command)
      : NO_FILE;
  const options = resolveOptions(table, { flags, env, file: file.values });
  const global = options.pick(globalOptionSpecs(program)) as unknown as GlobalOptions;
  return {
    options,
    global,
    own: options.pick(program.options),
    ...(await configure(program, options, global.disableDefaults)),
    seriesRules: file.seriesRules,
    warnings: aliasWarnings(args),
  };
}
