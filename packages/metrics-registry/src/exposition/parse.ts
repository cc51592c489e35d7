import { ParseError } from "../errors.ts";
import type { MetricFamily } from "../model.ts";
import { LineCursor } from "./line-cursor.ts";
import { parseOpenMetrics } from "./parse-openmetrics.ts";
import { parseText } from "./parse-text.ts";

/** How an exposition is to be read. */
export interface ParseOptions {
  /** `text` is text format 0.0.4 and 1.0.0. */
  readonly format: "text" | "openmetrics";
  /** What errors name as their source, such as a file's path; the format when absent. */
  readonly source?: string;
  /** `legacy` refuses metric and label names that need quotes; the default is `utf-8`. */
  readonly names?: "utf-8" | "legacy";
  /**
   * Makes the parser tolerant: a bad line costs that line only and is reported here. Without it the first bad line is
   * thrown. After 1,000 bad lines one more error says so, and the rest of the text is not read.
   */
  readonly onError?: (error: ParseError) => void;
}

/** A text with more bad lines is no exposition, and each of them costs as much as hundreds of good ones. */
const MAX_BAD_LINES = 1000;

const LONE_SURROGATE = /\p{Surrogate}/u;

function decode(input: string | Uint8Array, source: string): string {
  if (typeof input !== "string") {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input);
    } catch {
      throw new ParseError(source, 0, "invalid UTF-8");
    }
  }
  if (LONE_SURROGATE.test(input)) throw new ParseError(source, 0, "invalid UTF-16: a lone surrogate");
  return input;
}

/**
 * Parses an exposition into families, in the order of their first lines; labels keep their order. The lines of one
 * histogram or summary are folded into points by label set. Families without samples are left out. Duplicate points
 * are kept: which of them counts is the caller's decision. Time is linear in the input. Throws `ParseError` and nothing
 * else; with `onError` only for an input that is no valid Unicode.
 */
export function parseExposition(input: string | Uint8Array, options: ParseOptions): MetricFamily[] {
  const { format, source = format, names = "utf-8", onError } = options;
  const cursor = new LineCursor(decode(input, source), source);
  let badLines = 0;
  const attempt = (parse: () => void): boolean => {
    if (onError === undefined) {
      parse();
      return true;
    }
    try {
      parse();
      return true;
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      onError(error);
      badLines += 1;
    }
    if (badLines < MAX_BAD_LINES) return true;
    onError(new ParseError(source, cursor.line, "too many bad lines, the rest is not read"));
    return false;
  };
  return (format === "text" ? parseText : parseOpenMetrics)(cursor, names === "utf-8", attempt);
}
