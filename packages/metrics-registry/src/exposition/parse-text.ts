import type { MetricFamily, MetricType } from "../model.ts";
import {
  addHistogramLine,
  addScalar,
  addSummaryLine,
  closeFamilies,
  openFamily,
  type OpenFamily,
  type ParsedSample,
  type PointPart,
} from "./family-folder.ts";
import { excerpt, type LineCursor } from "./line-cursor.ts";
import { parseLabels } from "./parse-labels.ts";
import { parseInteger, parseNumber } from "./parse-number.ts";

const HASH = 35;
const QUOTE = 34;
const OPEN = 123;

/** `gauge_histogram` is in no text format; its lines are kept as untyped series, since the model has no such type. */
const TYPES: ReadonlyMap<string, MetricType> = new Map([
  ["counter", "counter"],
  ["gauge", "gauge"],
  ["histogram", "histogram"],
  ["summary", "summary"],
  ["untyped", "unknown"],
]);

const GAUGE_HISTOGRAM_TYPES: ReadonlySet<string> = new Set(["gaugehistogram", "gauge_histogram"]);

const SUFFIXES: readonly (readonly [suffix: string, part: PointPart, type: MetricType])[] = [
  ["_count", "count", "summary"],
  ["_sum", "sum", "summary"],
  ["_count", "count", "histogram"],
  ["_sum", "sum", "histogram"],
  ["_bucket", "bound", "histogram"],
];

interface Target {
  readonly family: OpenFamily;
  readonly part: PointPart;
}

/**
 * The family that a name belongs to, made when there is none: its own, or that of the summary or histogram whose
 * part it names. The same rule holds for metadata lines, which is why a TYPE line for `x_sum` after a summary `x` is
 * a second one.
 */
function resolve(families: Map<string, OpenFamily>, name: string): Target {
  const own = families.get(name);
  if (own !== undefined) return { family: own, part: "bound" };
  for (const [suffix, part, type] of SUFFIXES) {
    if (!name.endsWith(suffix) || name.length === suffix.length) continue;
    const family = families.get(name.slice(0, -suffix.length));
    if (family?.type === type) return { family, part };
  }
  const family = openFamily(name);
  families.set(name, family);
  return { family, part: "bound" };
}

function metadataName(cursor: LineCursor, utf8Names: boolean): string {
  if (cursor.peek() !== QUOTE) return cursor.bareName(true);
  const name = cursor.quoted(false);
  if (!utf8Names) cursor.fail(`quoted name ${excerpt(name)} is not allowed`);
  if (name === "") cursor.fail("empty metric name");
  return name;
}

function parseComment(cursor: LineCursor, families: Map<string, OpenFamily>, utf8Names: boolean): void {
  cursor.skipBlanks();
  const keyword = cursor.token();
  if (keyword !== "HELP" && keyword !== "TYPE") return;
  cursor.skipBlanks();
  if (cursor.atEnd) return;
  const name = metadataName(cursor, utf8Names);
  if (name === "") cursor.fail("invalid metric name in comment");
  if (cursor.atEnd) return;
  if (!cursor.skipBlanks()) cursor.fail("invalid metric name in comment");
  if (cursor.atEnd) return;
  if (keyword === "HELP") {
    const help = cursor.unescapedRest(false);
    const { family } = resolve(families, name);
    if (family.help !== undefined) cursor.fail(`second HELP line for ${excerpt(name)}`);
    family.help = help;
    return;
  }
  const word = cursor.rest();
  const type = TYPES.get(word.toLowerCase());
  if (type === undefined) {
    if (GAUGE_HISTOGRAM_TYPES.has(word.toLowerCase())) return;
    cursor.fail(`unknown metric type ${excerpt(word)}`);
  }
  const { family } = resolve(families, name);
  if (family.type !== undefined) cursor.fail(`second TYPE line for ${excerpt(name)}, or TYPE after samples`);
  family.type = type;
}

function parseSample(cursor: LineCursor, utf8Names: boolean): ParsedSample {
  let name = cursor.bareName(true);
  let labels: ParsedSample["labels"] = [];
  const braceFirst = name === "";
  if (!braceFirst) cursor.skipBlanks();
  if (cursor.take(OPEN)) {
    const parsed = parseLabels(cursor, { loose: true, withName: braceFirst, utf8Names });
    labels = parsed.labels;
    name = parsed.name ?? name;
    cursor.skipBlanks();
  }
  if (name === "") cursor.fail("invalid metric name");
  const token = cursor.token();
  const value = parseNumber(token);
  if (value === undefined) return cursor.fail(`expected a number as value, found ${excerpt(token)}`);
  if (!cursor.skipBlanks()) return { name, labels, value, timestampMs: undefined, exemplar: undefined };
  const stamp = cursor.token();
  const timestampMs = parseInteger(stamp);
  if (timestampMs === undefined) cursor.fail(`expected an integer as timestamp, found ${excerpt(stamp)}`);
  if (!cursor.atEnd) cursor.fail("text after the timestamp");
  return { name, labels, value, timestampMs, exemplar: undefined };
}

function addSample(cursor: LineCursor, families: Map<string, OpenFamily>, sample: ParsedSample): void {
  const { family, part } = resolve(families, sample.name);
  family.type ??= "unknown";
  let fault: string | undefined;
  if (family.type === "histogram") fault = addHistogramLine(family, sample, part);
  else if (family.type === "summary") fault = addSummaryLine(family, sample, part);
  else addScalar(family, sample);
  if (fault !== undefined) cursor.fail(fault);
}

/** Parses one line of text format 0.0.4 or 1.0.0 into the families read so far. */
function parseLine(cursor: LineCursor, families: Map<string, OpenFamily>, utf8Names: boolean): void {
  cursor.skipBlanks();
  if (cursor.atEnd && cursor.terminated) return;
  if (!cursor.terminated && !cursor.atEnd) cursor.fail("the last line is not ended by a line feed");
  if (cursor.take(HASH)) parseComment(cursor, families, utf8Names);
  else if (!cursor.atEnd) addSample(cursor, families, parseSample(cursor, utf8Names));
}

/**
 * Parses text format 0.0.4 and 1.0.0 as prometheus/common's expfmt reads it: families may be interleaved, metadata
 * must come before samples, an absent TYPE makes a family unknown, missing sums and counts are 0.
 */
export function parseText(
  cursor: LineCursor,
  utf8Names: boolean,
  attempt: (parse: () => void) => boolean,
): MetricFamily[] {
  const families = new Map<string, OpenFamily>();
  const parse = (): void => parseLine(cursor, families, utf8Names);
  let reading = true;
  while (reading && cursor.nextLine()) reading = attempt(parse);
  return closeFamilies(families.values());
}
