import type { CollectedFamily, CollectedScalars } from "../collected.ts";
import type { MetricFamily, ScalarPoint } from "../model.ts";

/** A family as it came in a scrape, and what it became; nothing of it was dropped. */
export interface RepeatedFamily {
  readonly source: MetricFamily;
  readonly collected: CollectedFamily;
}

/**
 * What a family becomes whose points have the very label objects of the last scrape, one by one: the same series with
 * other values. Undefined when it has others. Own telemetry and the parsers' unchanged families are of this kind, and
 * need not be looked at label by label.
 */
export function repeatFamily(last: RepeatedFamily, family: MetricFamily): CollectedFamily | undefined {
  const { source, collected } = last;
  if (source === family) return collected;
  const { points } = family;
  if (source.type !== family.type || source.help !== family.help || source.unit !== family.unit) return undefined;
  if (source.points.length !== points.length) return undefined;
  for (let index = 0; index < points.length; index += 1) {
    if (source.points[index]!.labels !== points[index]!.labels) return undefined;
  }
  if ("points" in collected) return { ...collected, points } as CollectedFamily;
  return withValues(collected, points as readonly ScalarPoint[]);
}

function withValues(collected: CollectedScalars, points: readonly ScalarPoint[]): CollectedFamily | undefined {
  const values: number[] = [];
  let isSame = true;
  for (let index = 0; index < points.length; index += 1) {
    const { value, timestampMs, exemplar } = points[index]!;
    if (timestampMs !== undefined || exemplar !== undefined || typeof value !== "number") return undefined;
    if (collected.values[index] !== value) isSame = false;
    values.push(value);
  }
  if (isSame) return collected;
  return { ...collected, values, ...(collected.lines !== undefined && { lines: {} }) };
}
