import { seriesCount, type CollectedFamily, type CollectedScalars } from "../collected.ts";
import type { LabelPairs } from "../model.ts";

const keyOfPairs = (labels: LabelPairs): string => JSON.stringify(labels.toSorted(([a], [b]) => (a < b ? -1 : 1)));

function keysOf(family: CollectedFamily): string[] {
  if ("points" in family) return family.points.map((point) => keyOfPairs(point.labels));
  // Labels with an empty value are no labels to Prometheus.
  return family.series.map(({ labelNames, labelValues }) =>
    keyOfPairs(
      labelNames.map((name, index) => [name, labelValues[index] ?? ""] as const).filter(([, value]) => value !== ""),
    ),
  );
}

/** Joins families of one name and type; of equal label sets the first stays. Returns how many samples went. */
export function joinFamilies(families: readonly CollectedFamily[]): {
  readonly family: CollectedFamily;
  readonly duplicates: number;
} {
  const seen = new Set<string>();
  const picks = families.map((family) =>
    keysOf(family).flatMap((key, index) => (seen.has(key) ? [] : (seen.add(key), [index]))),
  );
  const total = families.reduce((sum, family) => sum + seriesCount(family), 0);
  const [first] = families as [CollectedFamily];
  const help = families.find((family) => family.help !== undefined)?.help;
  if ("points" in first) {
    const points = families.flatMap((family, at) =>
      (picks[at] as number[]).map((index) => (family as { points: readonly object[] }).points[index]),
    );
    return { family: { ...first, help, points } as CollectedFamily, duplicates: total - points.length };
  }
  const pick = <Value>(from: (family: CollectedScalars) => readonly Value[] | undefined): (Value | undefined)[] =>
    families.flatMap((family, at) => (picks[at] as number[]).map((index) => from(family as CollectedScalars)?.[index]));
  const series = pick((family) => family.series);
  const family = {
    ...first,
    help,
    series,
    values: pick((one) => one.values),
    ...(families.some((one) => (one as CollectedScalars).timestampsMs !== undefined) && {
      timestampsMs: pick((one) => one.timestampsMs),
    }),
    ...(families.some((one) => (one as CollectedScalars).exemplars !== undefined) && {
      exemplars: pick((one) => one.exemplars),
    }),
  } as CollectedFamily;
  return { family, duplicates: total - series.length };
}
