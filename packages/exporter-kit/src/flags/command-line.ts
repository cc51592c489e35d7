import type { OptionSpecs, OptionValues } from "@sightglass/metrics-registry";
import { expandArgumentFiles } from "./argument-files.ts";
import { createFlagTable, flagEntries } from "./flag-table.ts";
import { renderHelp } from "./help.ts";
import { parseArguments } from "./parse-arguments.ts";
import { resolveOptions } from "./resolve-options.ts";
import { UsageError } from "./usage-error.ts";

/** A command that runs once and ends: what it takes and what its help says. */
export interface CommandSpec<Specs extends OptionSpecs> {
  /** How it is called: `sightglass compare`. */
  readonly usage: string;
  /** What it takes beside flags, in order, such as `OLD`; all are needed. */
  readonly operands: readonly string[];
  readonly description: string;
  /** Options by heading, in the order in which help lists them. */
  readonly sections: Readonly<Record<string, OptionSpecs>>;
  /** All of them again, by the names under which the command reads them. */
  readonly options: Specs;
  /** Paragraphs that end the help: examples, exit codes. */
  readonly notes: readonly string[];
}

/** A command line, read. */
export type CommandInput<Specs extends OptionSpecs> =
  | { readonly kind: "help"; readonly text: string }
  | {
      readonly kind: "run";
      readonly operands: readonly string[];
      readonly values: OptionValues<Specs>;
      /** Values of other options of the sections, such as those of one side of two. */
      readonly pick: <Others extends OptionSpecs>(specs: Others) => OptionValues<Others>;
      /** Whether a flag was given, by its name. */
      readonly isGiven: (flag: string) => boolean;
    };

/**
 * Reads the command line of a command in the form that agents have. Neither environment nor files set its options.
 *
 * @param argv arguments after the command's name.
 * @throws UsageError naming the argument.
 */
export function readCommandLine<const Specs extends OptionSpecs>(
  argv: readonly string[],
  spec: CommandSpec<Specs>,
): CommandInput<Specs> {
  const table = createFlagTable(
    Object.entries(spec.sections).flatMap(([section, options]) => flagEntries(options, section)),
  );
  const args = parseArguments(expandArgumentFiles(argv), table, { operands: spec.operands.length });
  if (args.help) {
    const usage = [spec.usage, "[<flags>]", ...spec.operands].join(" ");
    return { kind: "help", text: renderHelp({ usage, description: spec.description, notes: spec.notes }, table) };
  }
  if (args.version) {
    throw new UsageError("unknown flag --version");
  }
  const missing = spec.operands[args.operands.length];
  if (missing !== undefined) {
    throw new UsageError(`${missing} is missing`);
  }
  const resolved = resolveOptions(table, { flags: args.flags, env: {}, file: new Map() });
  return {
    kind: "run",
    operands: args.operands,
    values: resolved.pick(spec.options),
    pick: (specs) => resolved.pick(specs),
    isGiven: (flag) => args.flags.has(flag),
  };
}
