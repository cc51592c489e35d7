import type { LabelPairs } from "@sightglass/metrics-registry";
import type { DifferenceKind, DriftingSeries, FamilyDifference, SeriesList } from "./comparison.ts";
import type { IgnoreFilter } from "./ignore-filter.ts";
import { judgeValues, type Tolerance, type Watched } from "./judge-values.ts";
import { isSteady, keyOf, type FamilyHistory, type SeriesHistory } from "./series-history.ts";

/** How families are compared. */
export interface FamilyContext {
  readonly filter: IgnoreFilter;
  readonly tolerance: Tolerance;
  /** Undefined when values are not compared. */
  readonly watched: Watched | undefined;
}

/** Most series of one kind that a difference lists. */
const MAX_EXAMPLES = 1_000;

/** A series as a PromQL selector. */
function selectorText({ name, labels }: Pick<SeriesHistory, "name" | "labels">): string {
  const inner = labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(",");
  return inner === "" ? name : `${name}{${inner}}`;
}

const listOf = (series: readonly SeriesHistory[]): SeriesList => ({
  count: series.length,
  examples: series.slice(0, MAX_EXAMPLES).map(selectorText).toSorted(),
});

/** Series by the labels that both sides have; those of one key are one series as far as the other side can tell. */
function byKey(family: FamilyHistory, shared: ReadonlySet<string> | undefined): Map<string, SeriesHistory[]> {
  const found = new Map<string, SeriesHistory[]>();
  for (const series of family.series) {
    const labels: LabelPairs =
      shared === undefined ? series.labels : series.labels.filter(([label]) => shared.has(label));
    const key = keyOf(series.name, labels);
    const list = found.get(key);
    if (list === undefined) {
      found.set(key, [series]);
    } else {
      list.push(series);
    }
  }
  return found;
}

const only = (one: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] =>
  [...one].filter((name) => !other.has(name)).toSorted();

/** A family that is on one side only; undefined when nothing of it was there all the time, or rules ignore it. */
export function wholeDifference(
  family: FamilyHistory,
  side: "missing" | "extra",
  { filter }: FamilyContext,
): FamilyDifference | undefined {
  const series = family.series.filter((one) => isSteady(one) && !filter.ignoresSeries(one, side));
  return series.length === 0 || filter.ignoresFamily(family.name, side)
    ? undefined
    : { family: family.name, kinds: [side], whole: { side, series: series.length } };
}

function driftOf(pairs: readonly (readonly [SeriesHistory, SeriesHistory])[], context: FamilyContext) {
  const { filter, tolerance, watched } = context;
  const drifting: DriftingSeries[] = [];
  for (const [old, fresh] of watched === undefined ? [] : pairs) {
    const drift = watched && judgeValues(old, fresh, tolerance, watched);
    if (drift !== undefined && !filter.ignoresSeries(old, "drift")) {
      drifting.push({ series: selectorText(old), ...drift });
    }
  }
  return { count: drifting.length, examples: drifting.slice(0, MAX_EXAMPLES) };
}

/**
 * Compares a family that both sides have. When the labels differ, series are told apart by those that both have, so that
 * one label more does not make every series a missing and an extra one.
 *
 * @param isOwn whether it tells of the program itself: then its series and values are the program's own affair.
 */
export function familyDifference(
  old: FamilyHistory,
  fresh: FamilyHistory,
  context: FamilyContext,
  isOwn: boolean,
): FamilyDifference | undefined {
  const { filter } = context;
  const labels = { missing: only(old.labelNames, fresh.labelNames), extra: only(fresh.labelNames, old.labelNames) };
  const labelsDiffer = labels.missing.length + labels.extra.length > 0;
  const shared = labelsDiffer ? new Set([...old.labelNames].filter((name) => fresh.labelNames.has(name))) : undefined;
  const [oldSeries, newSeries] = [byKey(old, shared), byKey(fresh, shared)];
  const lost = (from: Map<string, SeriesHistory[]>, to: Map<string, SeriesHistory[]>, side: "missing" | "extra") =>
    [...from]
      .filter(([key]) => !to.has(key))
      .flatMap(([, list]) => list)
      .filter((series) => isSteady(series) && !filter.ignoresSeries(series, side));
  const missing = isOwn ? [] : lost(oldSeries, newSeries, "missing");
  const extra = isOwn ? [] : lost(newSeries, oldSeries, "extra");
  const pairs = [...oldSeries].flatMap(([key, list]): (readonly [SeriesHistory, SeriesHistory])[] => {
    const [one, ...others] = list;
    const [other, ...rest] = newSeries.get(key) ?? [];
    return one !== undefined && other !== undefined && others.length + rest.length === 0 ? [[one, other]] : [];
  });
  const drift = isOwn ? { count: 0, examples: [] } : driftOf(pairs, context);
  const found: Readonly<Record<DifferenceKind, boolean>> = {
    missing: missing.length > 0,
    extra: extra.length > 0,
    type: old.type !== fresh.type,
    labels: labelsDiffer,
    drift: drift.count > 0,
  };
  const counts = (kind: DifferenceKind): boolean => found[kind] && !filter.ignoresFamily(old.name, kind);
  const kinds = (Object.keys(found) as DifferenceKind[]).filter(counts);
  if (kinds.length === 0) {
    return undefined;
  }
  return {
    family: old.name,
    kinds,
    ...(kinds.includes("type") && { types: { old: old.type, new: fresh.type } }),
    ...(kinds.includes("labels") && { labels }),
    ...(kinds.includes("missing") && { missing: listOf(missing) }),
    ...(kinds.includes("extra") && { extra: listOf(extra) }),
    ...(kinds.includes("drift") && { drift }),
  };
}
