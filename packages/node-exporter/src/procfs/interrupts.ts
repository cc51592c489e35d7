import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, parseNumber, splitFields } from "./fields.ts";

/** One interrupt line. */
export interface Interrupt {
  /** Number or abbreviation in front of the colon. */
  readonly name: string;
  /** Controller of a numbered interrupt, description of another one. */
  readonly info: string;
  /** Trigger, hardware number and devices of a numbered interrupt; empty for another one. */
  readonly devices: string;
  /** By position of the CPU in the heading; empty when the interrupt is not wanted. */
  readonly counts: readonly number[];
}

/** One reading of /proc/interrupts, from which the next one takes over what is the same. */
export interface Interrupts {
  readonly text: string;
  /** CPUs in the heading. */
  readonly cpus: number;
  readonly patterns: RowPatterns;
  readonly rows: readonly KnownRow[];
}

interface KnownRow extends Interrupt {
  /** What stands behind the counts. */
  readonly tail: string;
  /** Where the line is in its text. */
  readonly start: number;
  readonly end: number;
}

interface RowPatterns {
  /** Captures each count and the tail. */
  readonly counts: RegExp;
  /** Captures the tail behind as many words as there are CPUs. */
  readonly tail: RegExp;
}

/** Whether an interrupt is wanted; not asked again while its line keeps its name and tail. */
type Wanted = (interrupt: Omit<Interrupt, "counts">) => boolean;

const PATH = "interrupts";
/** A pattern for more would exhaust the matcher's stack. */
const MAX_PATTERN_CPUS = 2048;
const TAIL = String.raw`([^ \t\n][^\n]*)`;
const NUMBER_NAME = /^[+-]?\d+$/;

function patternsFor(cpus: number): RowPatterns {
  const counts = cpus > MAX_PATTERN_CPUS ? "(?!)" : String.raw`[ \t]*${String.raw`(\d+)[ \t]+`.repeat(cpus)}${TAIL}`;
  return {
    counts: new RegExp(counts, "y"),
    tail: new RegExp(String.raw`[ \t]*(?:[^ \t\n]+[ \t]+){${cpus}}${TAIL}`, "y"),
  };
}

/** A copy that does not hold on to the text that it was cut out of, as the engine's substrings do. */
const detached = (text: string): string => Buffer.from(text, "utf8").toString("utf8");

/** The labels of a line, without its counts. */
function labelsOf(name: string, tail: string): Omit<Interrupt, "counts"> & { readonly tail: string } {
  const words = splitFields(detached(tail));
  const kept = { name: detached(name), tail: detached(tail) };
  if (!NUMBER_NAME.test(name)) return { ...kept, info: words.join(" "), devices: "" };
  return { ...kept, info: words[0] ?? "", devices: words.slice(1).join(" ") };
}

function execAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

function numbersOf(match: RegExpExecArray, cpus: number): number[] {
  const counts: number[] = [];
  for (let at = 1; at <= cpus; at += 1) counts.push(Number(match[at]));
  return counts;
}

const NO_COUNTS: readonly number[] = [];

/** The counts of a row that the pattern does not take; throws, naming the line, when one is no number. */
function splitCounts(text: string, start: number, cpus: number): readonly number[] {
  const line = text.slice(0, start).split("\n").length;
  const words = splitFields(text.slice(start, lineEnd(text, start))).slice(0, cpus);
  return words.map((word) => parseNumber(word, PATH, line));
}

/** Reads the line from `start` to `end`; undefined for one without a count for each CPU and a description, as `ERR: 0`. */
function readRow(
  text: string,
  place: { readonly start: number; readonly end: number },
  { cpus, patterns, wanted }: { readonly cpus: number; readonly patterns: RowPatterns; readonly wanted: Wanted },
  known: KnownRow | undefined,
): KnownRow | undefined {
  const { start, end } = place;
  const colon = text.indexOf(":", start);
  if (colon === -1 || colon >= end) return undefined;
  let nameStart = start;
  while (text.charCodeAt(nameStart) === 32) nameStart += 1;
  const name = text.slice(nameStart, colon);
  const isKnown = known !== undefined && known.name === name;
  // An unwanted line stays so without a look at its counts.
  let match = isKnown && known.counts === NO_COUNTS ? null : execAt(patterns.counts, text, colon + 1);
  const tail = match?.[cpus + 1] ?? execAt(patterns.tail, text, colon + 1)?.[1];
  if (tail === undefined) return undefined;
  const same = isKnown && known.tail === tail ? known : undefined;
  const labels = same ?? labelsOf(name, tail);
  let counts = NO_COUNTS;
  if (same === undefined ? wanted(labels) : same.counts !== NO_COUNTS) {
    match ??= execAt(patterns.counts, text, colon + 1);
    counts = match === null ? splitCounts(text, colon + 1, cpus) : numbersOf(match, cpus);
  }
  return { name: labels.name, info: labels.info, devices: labels.devices, counts, tail: labels.tail, start, end };
}

/** The row at `start` when its whole line is the known one, its newline too: a longer line may start alike. */
function takenOver(text: string, start: number, known: KnownRow, knownText: string): KnownRow | undefined {
  if (knownText[known.end] !== "\n" || !text.startsWith(knownText.slice(known.start, known.end + 1), start)) {
    return undefined;
  }
  return { ...known, start, end: start + known.end - known.start };
}

/**
 * Parses /proc/interrupts: a heading with the CPUs, then `16:  328511  322879  IR-IO-APIC-fasteoi   ehci_hcd:usb1` with
 * a count for each CPU, on ARM without a space behind the colon (proc_interrupts(5)). Machines have a million counts,
 * most of which do not move: a line that stands as it did in `before`, the reading before this one, is taken over, and
 * labels keep their strings. Throws ParseError when the text is empty or a wanted count is no number.
 */
export function parseInterrupts(text: string, wanted: Wanted, before?: Interrupts): Interrupts {
  if (text === "") throw new ParseError(PATH, 0, "expected a heading, found nothing");
  const headingEnd = lineEnd(text, 0);
  const heading = text.slice(0, headingEnd);
  const isSameHeading = before !== undefined && before.text.startsWith(heading) && before.text[headingEnd] === "\n";
  const cpus = isSameHeading ? before.cpus : splitFields(heading).length;
  const patterns = isSameHeading ? before.patterns : patternsFor(cpus);
  const context = { cpus, patterns, wanted };
  const rows: KnownRow[] = [];
  let start = headingEnd + 1;
  while (start < text.length) {
    const known = isSameHeading ? before.rows[rows.length] : undefined;
    let row = known === undefined ? undefined : takenOver(text, start, known, (before as Interrupts).text);
    const end = row?.end ?? lineEnd(text, start);
    row ??= readRow(text, { start, end }, context, known);
    if (row !== undefined) rows.push(row);
    start = end + 1;
  }
  return { text, cpus, patterns, rows };
}
