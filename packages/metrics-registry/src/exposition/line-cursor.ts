import { ParseError } from "../errors.ts";

const TAB = 9;
const LINE_FEED = 10;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const LETTER_N = 110;

/** Longest piece of the input that an error message repeats. */
const EXCERPT_LENGTH = 40;

// Sticky patterns of one character class each: linear, and native code even where the optimiser is off. None of them
// crosses the end of a line.
const METRIC_NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const TOKEN = /[^ \t\n]*/y;
const BLANKS = /[ \t]*/y;
const QUOTED_RUN = /[^"\\\n]*/y;
const HELP_RUN = /[^\\\n]*/y;

/** A piece of the input as it may stand in a message: short, on one line, without control characters. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text);
}

/**
 * Reads an exposition line by line and each line from left to right, every character a bounded number of times.
 * All methods throw `ParseError` with the current line.
 */
export class LineCursor {
  readonly text: string;
  readonly source: string;
  /** 1-based number of the current line. */
  line = 0;
  position = 0;
  /** End of the current line: index of its line feed, or of the end of the text. */
  end = -1;

  constructor(text: string, source: string) {
    this.text = text;
    this.source = source;
  }

  /** Goes to the next line; false at the end of the text. */
  nextLine(): boolean {
    const start = this.end + 1;
    if (start >= this.text.length) return false;
    const feed = this.text.indexOf("\n", start);
    this.position = start;
    this.end = feed < 0 ? this.text.length : feed;
    this.line += 1;
    return true;
  }

  /** Whether the current line is ended by a line feed and not by the end of the text. */
  get terminated(): boolean {
    return this.end < this.text.length;
  }

  fail(what: string): never {
    throw new ParseError(this.source, this.line, what);
  }

  /** Code of the next character; a line feed at the end of the line. */
  peek(): number {
    return this.position < this.end ? this.text.charCodeAt(this.position) : LINE_FEED;
  }

  get atEnd(): boolean {
    return this.position >= this.end;
  }

  rest(): string {
    const rest = this.text.slice(this.position, this.end);
    this.position = this.end;
    return rest;
  }

  /** Takes what a sticky pattern matches here; an empty text when it does not. */
  private run(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const start = this.position;
    if (pattern.test(this.text)) this.position = pattern.lastIndex;
    return this.text.slice(start, this.position);
  }

  /** Skips spaces and tabs; says whether there was any. */
  skipBlanks(): boolean {
    const code = this.peek();
    return (code === SPACE || code === TAB) && this.run(BLANKS) !== "";
  }

  /** Takes one character if it is the given one. */
  take(code: number): boolean {
    if (this.position >= this.end || this.text.charCodeAt(this.position) !== code) return false;
    this.position += 1;
    return true;
  }

  expect(code: number, where: string): void {
    if (!this.take(code)) this.fail(`expected ${excerpt(String.fromCharCode(code))} ${where}, found ${this.found()}`);
  }

  private found(): string {
    return this.atEnd ? "the end of the line" : excerpt(this.text.slice(this.position, this.position + 1));
  }

  /** An unquoted metric name (colons allowed) or label name; empty when there is none here. */
  bareName(colon: boolean): string {
    return this.run(colon ? METRIC_NAME : LABEL_NAME);
  }

  /** Characters up to the next space, tab or the end of the line. */
  token(): string {
    return this.run(TOKEN);
  }

  /**
   * A double-quoted string with its escapes `\\`, `\"` and `\n` resolved. Other escapes fail, or keep both characters
   * when `lenient`, as OpenMetrics has it.
   */
  quoted(lenient: boolean): string {
    this.expect(QUOTE, "before a quoted string");
    let value = this.run(QUOTED_RUN);
    while (this.peek() === BACKSLASH) value += this.escape(lenient) + this.run(QUOTED_RUN);
    if (!this.take(QUOTE)) this.fail("quoted string is not closed on its line");
    return value;
  }

  /** The rest of the line with escapes resolved: a help text. */
  unescapedRest(lenient: boolean): string {
    let value = this.run(HELP_RUN);
    while (this.peek() === BACKSLASH) value += this.escape(lenient) + this.run(HELP_RUN);
    return value;
  }

  private escape(lenient: boolean): string {
    const code = this.position + 1 < this.end ? this.text.charCodeAt(this.position + 1) : LINE_FEED;
    if (code === LETTER_N || code === QUOTE || code === BACKSLASH) {
      this.position += 2;
      return code === LETTER_N ? "\n" : String.fromCharCode(code);
    }
    if (!lenient) this.fail("invalid escape sequence");
    this.position += 1;
    return "\\";
  }
}
