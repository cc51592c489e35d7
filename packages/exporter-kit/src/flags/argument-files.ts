import { readFileSync, statSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

const MAX_DEPTH = 8;
const MAX_BYTES = 1_048_576;
const MAX_ARGUMENTS = 10_000;

/** Reads a file of at most 1 MiB as text. Throws an Error that says what is wrong. */
function readArgumentFile(path: string): string {
  const status = statSync(path);
  if (!status.isFile()) {
    throw new Error("not a regular file");
  }
  if (status.size > MAX_BYTES) {
    throw new Error(`larger than ${MAX_BYTES} bytes`);
  }
  return readFileSync(path, "utf8");
}

/**
 * Replaces every `@path` before `--` by the lines of that file, one argument each. Empty lines and lines that start
 * with `#` are left out, and a file may name further files.
 *
 * @throws UsageError when a file cannot be read, files name each other endlessly, or there are too many arguments.
 */
export function expandArgumentFiles(
  argv: readonly string[],
  read: (path: string) => string = readArgumentFile,
): readonly string[] {
  const expanded: string[] = [];
  let ended = false;
  const expand = (args: readonly string[], depth: number): void => {
    for (const argument of args) {
      ended ||= argument === "--";
      if (ended || !argument.startsWith("@") || argument === "@") {
        expanded.push(argument);
      } else {
        expand(linesOf(argument.slice(1), depth + 1), depth + 1);
      }
      if (expanded.length > MAX_ARGUMENTS) {
        throw new UsageError(`more than ${MAX_ARGUMENTS} arguments`);
      }
    }
  };
  const linesOf = (path: string, depth: number): readonly string[] => {
    if (depth > MAX_DEPTH) {
      throw new UsageError(`argument files name each other more than ${MAX_DEPTH} deep, at @${path}`);
    }
    try {
      return read(path)
        .split(/\r?\n/)
        .filter((line) => line !== "" && !line.startsWith("#"));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(`cannot read the argument file @${path}: ${reason}`, { cause: error });
    }
  };
  expand(argv, 0);
  return expanded;
}
