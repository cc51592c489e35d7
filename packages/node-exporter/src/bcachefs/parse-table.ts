import { ParseError } from "@sightglass/metrics-registry";
import { splitFields } from "../procfs/fields.ts";
import { parseHumanBytes } from "../sysfs/human-bytes.ts";
import { parseUnsigned } from "../sysfs/unsigned-number.ts";

/** Data of one compression algorithm, in bytes. */
export interface CompressionStats {
  readonly algorithm: string;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
}

/** Btree nodes that were written for one reason. */
export interface BtreeWrites {
  readonly type: string;
  readonly count: number;
  readonly averageBytes: number;
}

/** What happened so many times, by its name. */
export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

/** Rows of a text from `firstLine` on that have enough words, by their first word less a colon; the last of a name wins. */
function rowsByName<Row>(
  text: string,
  { firstLine, words: minWords }: { readonly firstLine: number; readonly words: number },
  rowOf: (name: string, words: readonly string[], line: number) => Row,
): readonly Row[] {
  const rows = new Map<string, Row>();
  const lines = text.split("\n");
  for (let line = firstLine; line <= lines.length; line += 1) {
    const words = splitFields(lines[line - 1] as string);
    const [first] = words;
    if (first === undefined || words.length < minWords) continue;
    const name = first.endsWith(":") ? first.slice(0, -1) : first;
    rows.set(name, rowOf(name, words, line));
  }
  return [...rows.values()];
}

/**
 * Parses compression_stats of bcachefs: a header, then for each algorithm its compressed and uncompressed size, `48.9G`.
 * Rows with fewer columns are skipped. Throws ParseError.
 */
export function parseCompressionStats(text: string, path: string): readonly CompressionStats[] {
  return rowsByName(text, { firstLine: 2, words: 3 }, (algorithm, words, line) => {
    const [, compressed = "", uncompressed = "", averageExtent] = words;
    if (averageExtent !== undefined) parseHumanBytes(averageExtent, path, line);
    return {
      algorithm,
      compressedBytes: parseHumanBytes(compressed, path, line),
      uncompressedBytes: parseHumanBytes(uncompressed, path, line),
    };
  });
}

/**
 * Parses btree_write_stats of bcachefs: a header, then for each reason to write, `initial:`, how many nodes and their
 * average size. Rows with fewer columns are skipped. Throws ParseError.
 */
export function parseBtreeWrites(text: string, path: string): readonly BtreeWrites[] {
  return rowsByName(text, { firstLine: 2, words: 3 }, (type, [, count = "", size = ""], line) => ({
    type,
    count: parseUnsigned(count, path, line),
    averageBytes: parseHumanBytes(size, path, line),
  }));
}

/**
 * Parses errors of bcachefs: for each kind of error its name, how often it was found, and when it last was, in seconds
 * since the epoch. Rows with one column are skipped. Throws ParseError.
 */
export function parseErrorCounts(text: string, path: string): readonly NamedCount[] {
  return rowsByName(text, { firstLine: 1, words: 2 }, (_name, [name = "", count = "", time], line) => {
    if (time !== undefined) parseUnsigned(time, path, line);
    return { name, count: parseUnsigned(count, path, line) };
  });
}

const SINCE_MOUNT = "since mount:";
const SINCE_CREATION = "since filesystem creation:";

/**
 * Parses a file below counters of bcachefs, `since mount:` and `since filesystem creation:`, each with a number or a
 * size; gives the latter, 0 when only the former is there. Throws ParseError when both are missing.
 */
export function parseCounter(text: string, path: string): number {
  let value: number | undefined;
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (line.startsWith(SINCE_CREATION)) value = parseHumanBytes(line.slice(SINCE_CREATION.length), path, at + 1);
    else if (line.startsWith(SINCE_MOUNT)) {
      parseHumanBytes(line.slice(SINCE_MOUNT.length), path, at + 1);
      value ??= 0;
    }
  }
  if (value === undefined) throw new ParseError(path, 0, `expected "${SINCE_CREATION}"`);
  return value;
}
