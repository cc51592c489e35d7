import { compileMatcher, PatternError } from "@sightglass/exporter-kit";
import type { Matcher } from "@sightglass/metrics-registry";

/** Which processes belong to a group. */
export interface GroupRule {
  readonly group: string;
  /** What the pattern is matched against: the process' name, or its arguments with spaces between them. */
  readonly on: "comm" | "cmdline";
  readonly pattern: Matcher;
}

/** Longest name of a group. */
const MAX_NAME = 128;
/** Bound of the rules, and so of the groups. */
const MAX_RULES = 500;
const KIND = /^(comm|cmdline):/;
const SYNTAX = "expected NAME=REGEX, NAME=comm:REGEX or NAME=cmdline:REGEX";

function fault(text: string): string | undefined {
  const equals = text.indexOf("=");
  if (equals < 1 || equals === text.length - 1) return `${JSON.stringify(text)}: ${SYNTAX}`;
  if (equals > MAX_NAME) return `${JSON.stringify(text)}: the name is longer than ${MAX_NAME} characters`;
  const pattern = text.slice(equals + 1).replace(KIND, "");
  // Which every process would match, and is rather a slip.
  if (pattern === "") return `${JSON.stringify(text)}: the regular expression is empty`;
  try {
    compileMatcher(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return `${JSON.stringify(text)}: ${error.message}`;
    throw error;
  }
}

/** What is wrong with the values of the flag; undefined when nothing is. */
export function checkGroupRules(texts: readonly string[]): string | undefined {
  if (texts.length > MAX_RULES) return `more than ${MAX_RULES} rules`;
  for (const text of texts) {
    const wrong = fault(text);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** A rule from a value that `checkGroupRules` has nothing against. */
export function parseGroupRule(text: string): GroupRule {
  const equals = text.indexOf("=");
  const behind = text.slice(equals + 1);
  return {
    group: text.slice(0, equals),
    on: behind.startsWith("cmdline:") ? "cmdline" : "comm",
    pattern: compileMatcher(behind.replace(KIND, "")),
  };
}
