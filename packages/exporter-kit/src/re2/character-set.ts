/** Inclusive ranges of code points. */
export type CodePointRanges = readonly (readonly [first: number, last: number])[];

const LAST_CODE_POINT = 0x10ffff;

const DIGIT: CodePointRanges = [[0x30, 0x39]];
const UPPER: CodePointRanges = [[0x41, 0x5a]];
const LOWER: CodePointRanges = [[0x61, 0x7a]];
const WORD: CodePointRanges = [...DIGIT, ...UPPER, [0x5f, 0x5f], ...LOWER];
/** RE2's `\s` is ASCII and has no vertical tab, unlike JavaScript's. */
const PERL_SPACE: CodePointRanges = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];

/** RE2's `\d`, `\w` and `\s` by letter. */
export const PERL_SETS: Readonly<Record<string, CodePointRanges>> = { d: DIGIT, w: WORD, s: PERL_SPACE };

/** RE2's `[[:name:]]` sets. */
export const POSIX_SETS: Readonly<Record<string, CodePointRanges>> = {
  alnum: [...DIGIT, ...UPPER, ...LOWER],
  alpha: [...UPPER, ...LOWER],
  ascii: [[0x00, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0x00, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: DIGIT,
  graph: [[0x21, 0x7e]],
  lower: LOWER,
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: UPPER,
  word: WORD,
  xdigit: [...DIGIT, [0x41, 0x46], [0x61, 0x66]],
};

/** Ascending, disjoint ranges that cover the same code points. */
export function normalise(ranges: CodePointRanges): CodePointRanges {
  const merged: [number, number][] = [];
  for (const [first, last] of ranges.toSorted((left, right) => left[0] - right[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) {
      previous[1] = Math.max(previous[1], last);
    } else {
      merged.push([first, last]);
    }
  }
  return merged;
}

/** Whether no code point is in both; what is not known may hold any. */
export function areDisjoint(left: CodePointRanges | undefined, right: CodePointRanges | undefined): boolean {
  if (left?.length === 0 || right?.length === 0) {
    return true;
  }
  return (
    left !== undefined &&
    right !== undefined &&
    !left.some(([first, last]) => right.some(([otherFirst, otherLast]) => first <= otherLast && otherFirst <= last))
  );
}

/** All code points outside ascending, disjoint ranges. */
export function complement(ranges: CodePointRanges): CodePointRanges {
  const outside: (readonly [number, number])[] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) {
      outside.push([next, first - 1]);
    }
    next = last + 1;
  }
  if (next <= LAST_CODE_POINT) {
    outside.push([next, LAST_CODE_POINT]);
  }
  return outside;
}

const SAFE = /^[a-zA-Z0-9_]$/;

/** Writes a code point so that it has no special meaning anywhere in a RegExp with the `u` flag. */
export function printCodePoint(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  return SAFE.test(text) ? text : `\\u{${codePoint.toString(16)}}`;
}

/** Writes ranges as the inside of a JavaScript character class. */
export function printRanges(ranges: CodePointRanges): string {
  return ranges
    .map(([first, last]) =>
      first === last ? printCodePoint(first) : `${printCodePoint(first)}-${printCodePoint(last)}`,
    )
    .join("");
}
