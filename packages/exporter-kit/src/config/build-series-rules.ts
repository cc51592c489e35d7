import type { Matcher, SeriesRules } from "@sightglass/metrics-registry";
import { UsageError } from "../flags/usage-error.ts";
import { compileMatcher, PatternError } from "../re2/compile-matcher.ts";

/** Series rules as people write them. */
export interface SeriesRuleTexts {
  /** RE2 patterns that a whole family name has to match, as in `series_rules`. */
  readonly keep: readonly string[];
  readonly drop: readonly string[];
  readonly dropLabels: readonly string[];
  /** Most series of one family; undefined for no limit. */
  readonly cap?: number | undefined;
}

/**
 * Compiles patterns of series rules. Throws a UsageError that names where they stand, such as `series_rules.keep`.
 *
 * @param place what the error begins with, such as a line of a file.
 */
export function compilePatterns(patterns: readonly string[], key: string, place = ""): readonly Matcher[] {
  return patterns.map((pattern) => {
    try {
      return compileMatcher(pattern, { anchored: true });
    } catch (error) {
      if (error instanceof PatternError) {
        throw new UsageError(`${place}invalid pattern ${JSON.stringify(pattern)} in ${key}: ${error.message}`, {
          cause: error,
        });
      }
      throw error;
    }
  });
}

/** Makes series rules of their texts; empty lists make no rule. Throws a UsageError for a pattern that RE2 refuses. */
export function buildSeriesRules({ keep, drop, dropLabels, cap }: SeriesRuleTexts): SeriesRules {
  return {
    ...(keep.length > 0 && { keepFamilies: compilePatterns(keep, "keep") }),
    ...(drop.length > 0 && { dropFamilies: compilePatterns(drop, "drop") }),
    ...(dropLabels.length > 0 && { dropLabels: new Set(dropLabels) }),
    ...(cap !== undefined && { maxSeriesPerFamily: cap }),
  };
}
