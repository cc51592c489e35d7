import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, matchNumbers, numbersPattern, splitFields } from "./fields.ts";
import { parseUnsigned } from "./integers.ts";

/** Calls of one softirq vector. */
export interface SoftirqCounts {
  /** Name of the vector as the kernel writes it, `NET_RX` for instance. */
  readonly type: string;
  /** By CPU number. */
  readonly counts: readonly number[];
}

const PATH = "softirqs";

/** The kernel's vectors since 4.5; a line of another name is left out. */
const VECTORS = ["HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED", "HRTIMER", "RCU"] as const;

/** Pattern of the last text's rows: machines keep their number of CPUs. */
let pattern = { columns: 0, regExp: /(?!)/y };
/** Beyond it a pattern would be as large as the file. */
const MAX_PATTERN_COLUMNS = 2048;

function patternFor(columns: number): RegExp {
  if (columns < 1 || columns > MAX_PATTERN_COLUMNS) return /(?!)/y;
  if (pattern.columns !== columns) pattern = { columns, regExp: numbersPattern(columns, 0) };
  return pattern.regExp;
}

function splitCounts(row: string, line: number): number[] {
  return splitFields(row).map((field) => parseUnsigned(field, PATH, line));
}

/** Columns of the heading, counted without taking it apart. */
function columnsIn(heading: string): number {
  let columns = 0;
  for (let at = heading.indexOf("CPU"); at !== -1; at = heading.indexOf("CPU", at + 3)) columns += 1;
  return columns;
}

/**
 * Parses /proc/softirqs: a heading with the CPUs, then a line such as `NET_RX:  43066  104508` for each vector, with a
 * count for each possible CPU. The result has the order of the kernel's enumeration. Throws ParseError.
 */
export function parseSoftirqs(text: string): readonly SoftirqCounts[] {
  if (text === "") throw new ParseError(PATH, 0, "expected a heading, found nothing");
  const headingEnd = lineEnd(text, 0);
  const rowPattern = patternFor(columnsIn(text.slice(0, headingEnd)));
  const found: (SoftirqCounts | undefined)[] = [];
  let start = headingEnd + 1;
  for (let line = 2; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const colon = text.indexOf(":", start);
    if (colon !== -1 && colon < end) {
      const at = (VECTORS as readonly string[]).indexOf(text.slice(start, colon).trimStart());
      const type = VECTORS[at];
      if (type !== undefined) {
        const counts = matchNumbers(rowPattern, text, colon + 1) ?? splitCounts(text.slice(colon + 1, end), line);
        if (counts.length > 0) found[at] = { type, counts };
      }
    }
    start = end + 1;
  }
  return found.filter((vector) => vector !== undefined);
}
