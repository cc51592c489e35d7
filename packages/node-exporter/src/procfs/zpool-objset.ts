import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, splitFields } from "./fields.ts";
import { kstatRows } from "./kstat.ts";

/** What is kept of one dataset's kstat before its numbers are read. */
export interface Objset {
  readonly dataset: string;
  /** Where the rows behind the dataset's name begin, and how many lines stand before them. */
  readonly start: number;
  readonly line: number;
}

const NAME_FIELD = "dataset_name";

/**
 * The head of /proc/spl/kstat/zfs/POOL/objset-ID: a line about the kstat, `name type data`, and the row with the
 * dataset's name, which may hold spaces and reaches to the end of its line. Rows of numbers follow, of no interest here.
 * Throws ParseError without that heading or that row.
 */
export function parseObjsetHead(text: string, path: string): Objset {
  const rows = kstatRows(text);
  if (rows === undefined) throw new ParseError(path, 0, "it has no line `name type data`");
  let { line } = rows;
  for (let start = rows.start; start < text.length;) {
    line += 1;
    const end = lineEnd(text, start);
    const row = text.slice(start, end);
    const [field, , name] = splitFields(row);
    if (field === NAME_FIELD && name !== undefined) {
      return { dataset: row.slice(row.indexOf(name, nameColumn(row))), start: Math.min(end + 1, text.length), line };
    }
    start = end + 1;
  }
  throw new ParseError(path, 0, "it does not name its dataset");
}

const BEFORE_NAME = /^[ \t]*[^ \t]+[ \t]+[^ \t]+[ \t]+/;

/** Where the third column starts: a dataset may be named like one of the columns before it. */
const nameColumn = (row: string): number => BEFORE_NAME.exec(row)?.[0].length ?? 0;
