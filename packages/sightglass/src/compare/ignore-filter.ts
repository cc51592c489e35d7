import { SeriesIndex, namesOf } from "../consumers/match-series.ts";
import type { DifferenceKind, IgnoredSummary } from "./comparison.ts";
import type { IgnoreRule } from "./ignore-rules.ts";
import type { FamilyHistory, IgnoredLabel, SeriesHistory } from "./series-history.ts";

/** Decides what rules take out of a comparison, and counts it. */
export interface IgnoreFilter {
  readonly ignoresLabel: IgnoredLabel;
  ignoresFamily(family: string, kind: DifferenceKind): boolean;
  /** Whether a difference of one kind in a series is taken out. */
  ignoresSeries(series: SeriesHistory, kind: DifferenceKind): boolean;
  /** What each rule took out; those that took out nothing too, since they can go. */
  summary(): readonly IgnoredSummary[];
}

const matches = (rule: IgnoreRule, family: string): boolean =>
  rule.families === undefined || rule.families.some((matcher) => matcher.test(family));

const concerns = (rule: IgnoreRule, kind: DifferenceKind): boolean =>
  rule.differences === undefined || rule.differences.has(kind);

function selects(rule: IgnoreRule, series: SeriesHistory): boolean {
  const family: FamilyHistory = { name: series.name, type: "unknown", labelNames: new Set(), series: [series] };
  const index = new SeriesIndex([family]);
  return (rule.series ?? []).some((selector) => {
    const names = namesOf(selector, [series.name]) ?? [];
    const matchers = selector.matchers.filter(({ label }) => label !== "__name__");
    return names.includes(series.name) && index.find(series.name, matchers).length > 0;
  });
}

/** Makes the filter of some rules. */
export function createIgnoreFilter(rules: readonly IgnoreRule[]): IgnoreFilter {
  const seen = new Map<IgnoreRule, Set<string>>(rules.map((rule) => [rule, new Set()]));
  const note = (rule: IgnoreRule, what: string): true => {
    seen.get(rule)?.add(what);
    return true;
  };
  const labelRules = rules.filter(({ labels }) => labels !== undefined);
  const familyRules = rules.filter(({ labels, series }) => labels === undefined && series === undefined);
  const seriesRules = rules.filter(({ series }) => series !== undefined);
  return {
    ignoresLabel: (family, label) =>
      labelRules.some(
        (rule) =>
          matches(rule, family) &&
          (rule.labels ?? []).some((matcher) => matcher.test(label)) &&
          note(rule, `${family} ${label}`),
      ),
    ignoresFamily: (family, kind) =>
      familyRules.some((rule) => concerns(rule, kind) && matches(rule, family) && note(rule, `${family} ${kind}`)),
    ignoresSeries: (series, kind) =>
      seriesRules.some(
        (rule) =>
          concerns(rule, kind) &&
          selects(rule, series) &&
          note(rule, `${kind} ${series.name} ${JSON.stringify(series.labels)}`),
      ),
    summary: () => rules.map((rule) => ({ reason: rule.reason, differences: seen.get(rule)?.size ?? 0 })),
  };
}
