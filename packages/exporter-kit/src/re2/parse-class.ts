import { complement, normalise, POSIX_SETS, printRanges, type CodePointRanges } from "./character-set.ts";
import { NotShared, type PatternNode } from "./node.ts";
import type { PatternReader } from "./pattern-reader.ts";

function posixSet(reader: PatternReader): CodePointRanges {
  const inverted = reader.accept("^");
  const ranges = POSIX_SETS[reader.until(":")];
  if (ranges === undefined || !reader.accept("]")) {
    throw new NotShared();
  }
  return inverted ? complement(ranges) : ranges;
}

function codePointOf(reader: PatternReader): number {
  if (!reader.accept("\\")) {
    return reader.next().codePointAt(0) ?? fail();
  }
  const escaped = reader.escape();
  return "codePoint" in escaped ? escaped.codePoint : fail();
}

function fail(): never {
  throw new NotShared();
}

/** Reads one member of a class that is no `[:name:]`: what it covers, or the JavaScript source of a Unicode category. */
function member(reader: PatternReader, ignoreCase: boolean): CodePointRanges | string {
  let low: number;
  if (reader.accept("\\")) {
    const escaped = reader.escape();
    if ("inside" in escaped) {
      return ignoreCase && escaped.cased ? fail() : (escaped.ranges ?? escaped.inside);
    }
    low = escaped.codePoint;
  } else {
    low = reader.next().codePointAt(0) ?? fail();
  }
  let high = low;
  if (reader.peek() === "-" && reader.peek(1) !== "]") {
    reader.next();
    high = codePointOf(reader);
  }
  return high < low || (ignoreCase && high > 0x7f) ? fail() : [[low, high]];
}

/** Reads a character class whose `[` has been taken. Under `ignoreCase` its ranges are given as not known. */
export function parseClass(reader: PatternReader, ignoreCase: boolean): PatternNode {
  const inverted = reader.accept("^");
  const ranges: (readonly [number, number])[] = [];
  let categories = "";
  let first = true;
  while (first || reader.peek() !== "]") {
    first = false;
    // How case folding changes a named set differs between the two engines.
    const read = reader.accept("[:") ? (ignoreCase ? fail() : posixSet(reader)) : member(reader, ignoreCase);
    if (typeof read === "string") {
      categories += read;
    } else {
      ranges.push(...read);
    }
  }
  reader.next();
  const merged = normalise(ranges);
  return {
    kind: "set",
    source: `[${inverted ? "^" : ""}${printRanges(merged)}${categories}]`,
    ranges: ignoreCase || categories !== "" ? undefined : inverted ? complement(merged) : merged,
  };
}
