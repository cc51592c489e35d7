import type { SeriesHistory, ValueKind } from "./series-history.ts";

/** How far values may be apart. */
export interface Tolerance {
  /** Share of the larger value or rate. */
  readonly relative: number;
  /** Difference that is nothing whatever the values. */
  readonly absolute: number;
}

/** What was compared where values are not alike. */
export interface Drift {
  readonly measure: "rate" | "value";
  readonly old: number;
  readonly new: number;
}

const known = ({ values }: SeriesHistory): number[] => values.filter((value) => value !== undefined);

/** How much a counter grew from each scrape to the next; a fall is a reset, from zero on. */
const growth = (values: readonly number[]): number[] =>
  values.slice(1).map((value, index) => {
    const before = values[index] ?? 0;
    return value >= before ? value - before : Math.max(value, 0);
  });

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const spread = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);

/** Neither side can be judged by a number that is none. Both infinite or both NaN are alike. */
function judgeSpecial(old: readonly number[], fresh: readonly number[]): Drift | "alike" | undefined {
  const [one, other] = [old.find((value) => !Number.isFinite(value)), fresh.find((value) => !Number.isFinite(value))];
  if (one === undefined && other === undefined) {
    return undefined;
  }
  return Object.is(one, other) ? "alike" : { measure: "value", old: old.at(-1) ?? 0, new: fresh.at(-1) ?? 0 };
}

/**
 * Gauges are alike when the ranges that they moved in, each widened by its own width and both by the tolerance, touch: the
 * two sides are never read in the same moment.
 */
function judgeGauge(old: readonly number[], fresh: readonly number[], tolerance: Tolerance): Drift | undefined {
  const [oldLow, oldHigh] = [Math.min(...old), Math.max(...old)];
  const [newLow, newHigh] = [Math.min(...fresh), Math.max(...fresh)];
  const gap = Math.max(0, oldLow - newHigh, newLow - oldHigh);
  const size = Math.max(Math.abs(oldLow), Math.abs(oldHigh), Math.abs(newLow), Math.abs(newHigh));
  const allowed = tolerance.absolute + tolerance.relative * size + (oldHigh - oldLow) + (newHigh - newLow);
  return gap <= allowed ? undefined : { measure: "value", old: old.at(-1) ?? 0, new: fresh.at(-1) ?? 0 };
}

/**
 * Counters are alike when they grew alike, whatever they have counted before. What comes in bursts grows differently from
 * one interval to the next, so as much as that is let pass; the smallest step, one, too. Where neither moved, their values
 * are compared.
 */
function judgeCounter(old: readonly number[], fresh: readonly number[], tolerance: Tolerance): Drift | undefined {
  const [oldGrowth, newGrowth] = [growth(old), growth(fresh)];
  const [oldTotal, newTotal] = [total(oldGrowth), total(newGrowth)];
  if (oldTotal === 0 && newTotal === 0) {
    return judgeGauge(old, fresh, tolerance);
  }
  const isWhole = [...old, ...fresh].every(Number.isInteger);
  const allowed =
    tolerance.absolute +
    tolerance.relative * Math.max(oldTotal, newTotal) +
    spread(oldGrowth) +
    spread(newGrowth) +
    (isWhole ? 1 : 0);
  return Math.abs(oldTotal - newTotal) <= allowed ? undefined : { measure: "rate", old: oldTotal, new: newTotal };
}

/** The times in which each side was watched, in seconds. */
export interface Watched {
  readonly oldSeconds: number;
  readonly newSeconds: number;
}

const perSecond = (drift: Drift | undefined, { oldSeconds, newSeconds }: Watched): Drift | undefined =>
  drift?.measure === "rate" ? { ...drift, old: drift.old / oldSeconds, new: drift.new / newSeconds } : drift;

/**
 * Judges the values of one series on both sides: counters by rate, gauges by value, those of unknown type as either.
 * Returns what is not alike, or nothing. With one scrape a side there is no rate, and values are all there is.
 */
export function judgeValues(
  old: SeriesHistory,
  fresh: SeriesHistory,
  tolerance: Tolerance,
  watched: Watched,
): Drift | undefined {
  const [oldValues, newValues] = [known(old), known(fresh)];
  const special = judgeSpecial(oldValues, newValues);
  if (special !== undefined) {
    return special === "alike" ? undefined : special;
  }
  const kind: ValueKind = old.kind === fresh.kind ? old.kind : "either";
  const canRate = oldValues.length > 1 && newValues.length > 1;
  const asGauge = (): Drift | undefined => judgeGauge(oldValues, newValues, tolerance);
  const asCounter = (): Drift | undefined =>
    canRate ? perSecond(judgeCounter(oldValues, newValues, tolerance), watched) : asGauge();
  if (kind === "gauge") {
    return asGauge();
  }
  const drift = asCounter();
  return kind === "either" && drift !== undefined && asGauge() === undefined ? undefined : drift;
}
