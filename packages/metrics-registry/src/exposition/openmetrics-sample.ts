import type { Exemplar } from "../model.ts";
import type { ParsedSample } from "./family-folder.ts";
import { excerpt, type LineCursor } from "./line-cursor.ts";
import { parseLabels } from "./parse-labels.ts";
import { parseNumber } from "./parse-number.ts";

const SPACE = 32;
const HASH = 35;
const OPEN = 123;

function numberToken(cursor: LineCursor, what: string): number {
  const token = cursor.token();
  return parseNumber(token) ?? cursor.fail(`expected a number as ${what}, found ${excerpt(token)}`);
}

/** A timestamp in seconds, as whole milliseconds. */
function timestamp(cursor: LineCursor): number {
  const milliseconds = Math.round(numberToken(cursor, "timestamp") * 1000);
  if (!Number.isFinite(milliseconds)) cursor.fail("the timestamp is no point in time");
  return milliseconds;
}

function parseExemplar(cursor: LineCursor, utf8Names: boolean): Exemplar {
  cursor.expect(SPACE, "before an exemplar");
  cursor.expect(OPEN, "at the start of an exemplar");
  const { labels } = parseLabels(cursor, { loose: false, withName: false, utf8Names });
  cursor.expect(SPACE, "before an exemplar's value");
  const value = numberToken(cursor, "exemplar value");
  if (cursor.atEnd) return { labels, value };
  cursor.expect(SPACE, "before an exemplar's timestamp");
  const timestampMs = timestamp(cursor);
  if (!cursor.atEnd) cursor.fail("text after the exemplar");
  return { labels, value, timestampMs };
}

/** Parses a sample line of OpenMetrics 1.0: `name{labels} value[ timestamp][ # {labels} value[ timestamp]]`. */
export function parseOpenMetricsSample(cursor: LineCursor, utf8Names: boolean): ParsedSample {
  let name = cursor.bareName(true);
  let labels: ParsedSample["labels"] = [];
  if (cursor.take(OPEN)) {
    const parsed = parseLabels(cursor, { loose: false, withName: name === "", utf8Names });
    labels = parsed.labels;
    name = parsed.name ?? name;
  }
  if (name === "") cursor.fail("invalid metric name");
  cursor.expect(SPACE, "before the value");
  const value = numberToken(cursor, "value");
  let timestampMs: number | undefined;
  let exemplar: Exemplar | undefined;
  if (!cursor.atEnd) {
    cursor.expect(SPACE, "after the value");
    if (!cursor.take(HASH)) {
      timestampMs = timestamp(cursor);
      if (cursor.atEnd) return { name, labels, value, timestampMs, exemplar };
      cursor.expect(SPACE, "after the timestamp");
      cursor.expect(HASH, "before an exemplar");
    }
    exemplar = parseExemplar(cursor, utf8Names);
  }
  return { name, labels, value, timestampMs, exemplar };
}
