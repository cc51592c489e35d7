import { excerpt, type LineCursor } from "./line-cursor.ts";

const COMMA = 44;
const EQUALS = 61;
const QUOTE = 34;
const CLOSE = 125;

/** Up to this many labels, comparing them all is cheaper than a set. */
const SMALL = 8;

/** What the formats allow differently within braces. */
export interface LabelSyntax {
  /** Whether spaces and tabs may stand around every token, and a comma after the last label. */
  readonly loose: boolean;
  /** Whether a quoted metric name may stand among the labels. */
  readonly withName: boolean;
  /** Whether names outside the legacy character set are allowed. */
  readonly utf8Names: boolean;
}

/** Labels in their order and the quoted metric name, if one stood among them. */
export interface ParsedLabels {
  readonly name: string | undefined;
  readonly labels: (readonly [string, string])[];
}

function checkNew(cursor: LineCursor, labels: readonly (readonly [string, string])[], name: string, seen: Set<string>) {
  if (name === "__name__") cursor.fail("label name __name__ is reserved");
  if (labels.length < SMALL) {
    if (labels.some(([known]) => known === name)) cursor.fail(`duplicate label ${excerpt(name)}`);
    return;
  }
  if (seen.size === 0) for (const [known] of labels) seen.add(known);
  if (seen.has(name)) cursor.fail(`duplicate label ${excerpt(name)}`);
  seen.add(name);
}

/** Reads what follows `{`, up to and including `}`. */
export function parseLabels(cursor: LineCursor, syntax: LabelSyntax): ParsedLabels {
  const { loose, withName, utf8Names } = syntax;
  const labels: (readonly [string, string])[] = [];
  const seen = new Set<string>();
  const blanks = (): void => {
    if (loose) cursor.skipBlanks();
  };
  let metricName: string | undefined;
  blanks();
  if (cursor.take(CLOSE)) return { name: metricName, labels };
  for (;;) {
    const isQuoted = cursor.peek() === QUOTE;
    const name = isQuoted ? cursor.quoted(!loose) : cursor.bareName(false);
    if (name === "") cursor.fail("invalid label name");
    blanks();
    if (isQuoted && !utf8Names) cursor.fail(`quoted name ${excerpt(name)} is not allowed`);
    if (withName && isQuoted && cursor.peek() !== EQUALS) {
      if (metricName !== undefined) cursor.fail("more than one metric name");
      metricName = name;
    } else {
      cursor.expect(EQUALS, "after a label name");
      blanks();
      checkNew(cursor, labels, name, seen);
      labels.push([name, cursor.quoted(!loose)]);
      blanks();
    }
    if (cursor.take(CLOSE)) return { name: metricName, labels };
    cursor.expect(COMMA, "between labels");
    blanks();
    if (loose && cursor.take(CLOSE)) return { name: metricName, labels };
  }
}
