import type { Matcher } from "../options.ts";

/** Configuration that takes series out at their source. Absent members change nothing. */
export interface SeriesRules {
  /** Only families whose name matches one of these are kept. */
  readonly keepFamilies?: readonly Matcher[];
  /** Families whose name matches one of these are dropped, after `keepFamilies`. */
  readonly dropFamilies?: readonly Matcher[];
  /** Labels taken off every series; of series that become equal the first stays. */
  readonly dropLabels?: ReadonlySet<string>;
  /** Most series that one family may have in one scrape. */
  readonly maxSeriesPerFamily?: number;
}

/** Whether the rules let a family through. */
export function keepsFamily(rules: SeriesRules, name: string): boolean {
  const { keepFamilies, dropFamilies } = rules;
  if (keepFamilies !== undefined && !keepFamilies.some((matcher) => matcher.test(name))) return false;
  return dropFamilies === undefined || !dropFamilies.some((matcher) => matcher.test(name));
}
