import type { FlagEntry, FlagTable } from "./flag-table.ts";
import { UsageError } from "./usage-error.ts";

/** A flag as it was given on the command line. */
export interface GivenFlag {
  readonly entry: FlagEntry;
  /** One text for each time it was given; more than one only for repeatable flags. */
  readonly values: readonly string[];
  /** The old name that was used, if it was one. */
  readonly alias?: string | undefined;
}

/** A command line, taken apart. Values are not looked into yet. */
export interface ParsedArguments {
  readonly help: boolean;
  readonly version: boolean;
  /** Arguments that are no flags, where the command takes some. */
  readonly operands: readonly string[];
  readonly flags: ReadonlyMap<string, GivenFlag>;
}

interface FlagToken {
  readonly entry: FlagEntry;
  readonly alias?: string | undefined;
  /** A boolean's `--no-` form. */
  readonly negated: boolean;
}

function findFlag(table: FlagTable, name: string): FlagToken {
  const direct = table.find(name);
  if (direct !== undefined) {
    return { ...direct, negated: false };
  }
  const negated = name.startsWith("no-") ? table.find(name.slice(3)) : undefined;
  if (negated?.entry.spec.type === "boolean") {
    return { ...negated, negated: true };
  }
  if (negated !== undefined) {
    throw new UsageError(`--${name} is not possible: --${name.slice(3)} takes a value`);
  }
  const no = name.startsWith("no-") ? "no-" : "";
  const meant = table.suggest(name.slice(no.length));
  const known = meant !== undefined && (no === "" || table.find(meant)?.entry.spec.type === "boolean");
  throw new UsageError(`unknown flag --${name}${known ? `; did you mean --${no}${meant}?` : ""}`);
}

/** The fault of a flag that is there again, under its own name or as an old name beside the new one. */
function repeated(name: string, token: FlagToken, previous: GivenFlag): UsageError {
  return token.alias === previous.alias
    ? new UsageError(`--${name} is given more than once`)
    : new UsageError(
        `--${previous.alias ?? previous.entry.name} and --${token.alias ?? token.entry.name} are mutually exclusive`,
      );
}

function valueOf(token: FlagToken, name: string, attached: string | undefined, rest: string[]): string {
  if (token.negated) {
    if (attached !== undefined) {
      throw new UsageError(`--${name} takes no value, and ${JSON.stringify(attached)} was given`);
    }
    return "false";
  }
  if (token.entry.spec.type === "boolean") {
    return attached ?? "true";
  }
  const value = attached ?? rest.shift();
  if (value === undefined) {
    throw new UsageError(`--${name} needs a value`);
  }
  return value;
}

/**
 * Takes a command line apart in kingpin's forms: `--flag=value`, `--flag value`, `--flag` and `--no-flag` for
 * booleans, `-h`, `--help`, `--version`. Repeatable flags collect; another flag given twice is an error.
 *
 * @param argv arguments after the program's name, with `@file` already expanded.
 * @param limits how many arguments that are no flags may be there; none by default.
 * @throws UsageError naming the argument, and for an unknown flag the nearest known one.
 */
export function parseArguments(
  argv: readonly string[],
  table: FlagTable,
  limits: { readonly operands: number } = { operands: 0 },
): ParsedArguments {
  const flags = new Map<string, GivenFlag>();
  const operands: string[] = [];
  const takeOperand = (argument: string): void => {
    if (operands.length >= limits.operands) {
      throw new UsageError(`unexpected argument ${JSON.stringify(argument)}`);
    }
    operands.push(argument);
  };
  let help = false;
  let version = false;
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === "-h" || argument === "--help") {
      help = true;
    } else if (argument === "--version") {
      version = true;
    } else if (argument === "--") {
      for (const operand of rest.splice(0)) {
        takeOperand(operand);
      }
    } else if (argument.startsWith("--")) {
      const equals = argument.indexOf("=");
      const name = argument.slice(2, equals < 0 ? undefined : equals);
      const token = findFlag(table, name);
      const value = valueOf(token, name, equals < 0 ? undefined : argument.slice(equals + 1), rest);
      const previous = flags.get(token.entry.name);
      if (previous !== undefined && token.entry.spec.type !== "strings") {
        throw repeated(name, token, previous);
      }
      flags.set(token.entry.name, {
        entry: token.entry,
        values: [...(previous?.values ?? []), value],
        alias: token.alias ?? previous?.alias,
      });
    } else if (argument.startsWith("-") && argument !== "-") {
      throw new UsageError(`unknown flag ${argument}; flags start with two dashes`);
    } else {
      takeOperand(argument);
    }
  }
  return { help, version, operands, flags };
}
