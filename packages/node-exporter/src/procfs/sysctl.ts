import { ParseError } from "@sightglass/metrics-registry";

/** What a `--collector.sysctl.include` flag asks for. */
export interface SysctlSelection {
  /** As given, such as `fs.file-nr`. */
  readonly name: string;
  /** File below the root of procfs. */
  readonly path: string;
  /** Names of the values by position; empty where none are given. */
  readonly keys: readonly string[];
}

/**
 * Parses `name` or `name:key,key,…`. Every dot of a name separates folders, so that none of its parts can be the parent
 * folder: no name leads out of /proc/sys.
 */
export function parseSysctlSelection(text: string): SysctlSelection {
  const colon = text.indexOf(":");
  const name = colon === -1 ? text : text.slice(0, colon);
  return {
    name,
    path: `sys/${name.replaceAll(".", "/")}`,
    keys: colon === -1 ? [] : text.slice(colon + 1).split(","),
  };
}

/** The values of a kernel parameter, which white space separates; empty for an empty parameter. */
export function splitSysctl(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}

const INTEGER = /^([+-]?)(?:0[xX]((?:_?[0-9a-fA-F])+)|0[bB]((?:_?[01])+)|0[oO]?((?:_?[0-7])+)|(0|[1-9](?:_?\d)*))$/;
const SIGNED_LIMIT = 2n ** 63n;

/**
 * The values of a kernel parameter as integers of 64 bits, in the notations that node_exporter takes: decimal, or with a
 * prefix hexadecimal, octal or binary. Throws ParseError naming `path`.
 */
export function parseSysctlIntegers(text: string, path: string): readonly number[] {
  return splitSysctl(text).map((word) => {
    const match = INTEGER.exec(word);
    if (match === null) throw new ParseError(path, 1, `expected an integer, found ${JSON.stringify(word)}`);
    const [, sign, hexadecimal, binary, octal, decimal] = match.map((part) => part?.replaceAll("_", ""));
    const size = BigInt(
      hexadecimal !== undefined
        ? `0x${hexadecimal}`
        : binary !== undefined
          ? `0b${binary}`
          : octal !== undefined
            ? `0o${octal}`
            : (decimal as string),
    );
    const value = sign === "-" ? -size : size;
    if (value >= SIGNED_LIMIT || value < -SIGNED_LIMIT) {
      throw new ParseError(path, 1, `${word} does not fit into 64 bits`);
    }
    return Number(value);
  });
}
