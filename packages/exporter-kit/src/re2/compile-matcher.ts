import { createRequire } from "node:module";
import type { Matcher } from "@sightglass/metrics-registry";
import type * as Re2Library from "re2js";
import { isCheapToBacktrack } from "./backtracking.ts";
import { printNode } from "./node.ts";
import { parseShared } from "./parse-shared.ts";

/** How a pattern is matched. */
export interface MatcherSettings {
  /** The whole text must match, as if the pattern stood in `^(?:…)$`. */
  readonly anchored?: boolean;
}

/** A matcher that tells which engine runs it. */
export interface CompiledMatcher extends Matcher {
  readonly engine: "RegExp" | "RE2";
}

/** A pattern that RE2 does not accept. The message is RE2's. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

/** Longest pattern; a flag that exceeds it is a mistake, and compiling it would take memory for nothing. */
const MAX_PATTERN_LENGTH = 16_384;

let library: typeof Re2Library | undefined;

/** Loads the library when the first pattern needs it: it costs 2 MB that the default flags do not. */
function re2(): typeof Re2Library.RE2JS {
  library ??= createRequire(import.meta.url)("re2js") as typeof Re2Library;
  return library.RE2JS;
}

function compileWithLibrary(source: string, anchored: boolean): CompiledMatcher {
  let pattern: Re2Library.RE2JS;
  try {
    pattern = re2().compile(source);
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return { source, engine: "RE2", test: (text) => (anchored ? pattern.testExact(text) : pattern.test(text)) };
}

/**
 * Compiles a pattern in RE2 syntax. It runs on RegExp where JavaScript can express its exact meaning and where no
 * text can make it backtrack badly, and on a RE2 library (linear time) elsewhere.
 *
 * @throws PatternError when RE2 does not accept the pattern (lookaround, backreferences, repeats above 1000, …).
 */
export function compileMatcher(source: string, settings: MatcherSettings = {}): CompiledMatcher {
  const anchored = settings.anchored ?? false;
  if (source.length > MAX_PATTERN_LENGTH) {
    throw new PatternError(`the pattern is longer than ${MAX_PATTERN_LENGTH} characters`);
  }
  const shared = parseShared(source);
  if (shared === undefined || !isCheapToBacktrack(shared.root, anchored)) {
    return compileWithLibrary(source, anchored);
  }
  const printed = printNode(shared.root);
  const regExp = new RegExp(anchored ? `^(?:${printed})$` : printed, shared.ignoreCase ? "iu" : "u");
  return { source, engine: "RegExp", test: (text) => regExp.test(text) };
}
