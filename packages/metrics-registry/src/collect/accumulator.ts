import type { CollectedFamily, CollectedScalars, HeaderCache, Series } from "../collected.ts";
import type { DropCause } from "./drop-counter.ts";
import type { StaticFamily } from "../family.ts";
import type { HistogramPoint, HistogramValue, SummaryPoint, SummaryValue } from "../model.ts";
import { pairsOf, type SeriesStore } from "./series-store.ts";
import type { OnDrop } from "./family-collector.ts";

/** The untyped form of a definition's `emit`. */
export type RowEmit = (value: never, ...labelValues: string[]) => void;

/** One family's samples while they are being emitted. */
export interface Accumulator {
  readonly emit: RowEmit;
  begin(onDrop: OnDrop): void;
  finish(): CollectedFamily | undefined;
}

/**
 * Gathers the points of a family of single numbers. Most families are the same in scrape after scrape, wholly or but
 * for some values: arrays are copied only from the first difference on, and a family without one is the same object as
 * in the last scrape, so that its rendered lines are good again.
 */
export function createScalarAccumulator(family: StaticFamily<never>, store: SeriesStore): Accumulator {
  const { name, type, help, labels } = family as StaticFamily<never> & { readonly type: "gauge" };
  const arity = labels.length;
  const header: HeaderCache = {};
  let last: CollectedScalars = { name, type, help, header, series: [], values: [] };
  let series: Series[] | undefined;
  let values: number[] | undefined;
  let count = 0;
  let drop: OnDrop = () => undefined;

  function keep(value: number, taken: Series | DropCause): void {
    if (typeof taken === "string") {
      drop(taken, 1);
      return;
    }
    if (series !== undefined) series.push(taken);
    else if (last.series[count] !== taken) {
      series = last.series.slice(0, count);
      series.push(taken);
    }
    if (values !== undefined) values.push(value);
    // NaN is never equal: a family with one is written anew each time, which is right and rare.
    else if (last.values[count] !== value) {
      values = last.values.slice(0, count);
      values.push(value);
    }
    count += 1;
  }
  // One function for each small arity: a rest array for every sample is what a scrape of them can do without.
  function emitNone(value: number): void {
    if (typeof value === "number") keep(value, store.takeNone());
    else drop("invalid_value", 1);
  }
  function emitOne(value: number, first: string): void {
    if (typeof value === "number") keep(value, store.takeOne(first));
    else drop("invalid_value", 1);
  }
  function emitTwo(value: number, first: string, second: string): void {
    if (typeof value === "number") keep(value, store.takeTwo(first, second));
    else drop("invalid_value", 1);
  }
  function emitThree(value: number, first: string, second: string, third: string): void {
    if (typeof value === "number") keep(value, store.takeThree(first, second, third));
    else drop("invalid_value", 1);
  }
  function emitMany(value: number, ...labelValues: string[]): void {
    if (typeof value !== "number") drop("invalid_value", 1);
    else if (labelValues.length !== arity) drop("invalid_label", 1);
    else keep(value, store.take(labelValues));
  }
  const emitState = (on: boolean, ...labelValues: string[]): void => emitMany(on ? 1 : 0, ...labelValues);
  const numeric = [emitNone, emitOne, emitTwo, emitThree][arity] ?? emitMany;

  return {
    emit: family.type === "stateset" ? emitState : numeric,
    begin: (onDrop) => {
      store.begin();
      series = undefined;
      values = undefined;
      count = 0;
      drop = onDrop;
    },
    finish: () => {
      if (count === 0) return undefined;
      if (series !== undefined || values !== undefined || count !== last.series.length) {
        const allSeries = series ?? (count === last.series.length ? last.series : last.series.slice(0, count));
        last = {
          name,
          type,
          help,
          header,
          series: allSeries,
          values: values ?? last.values.slice(0, count),
          lines: {},
        };
      }
      return last;
    },
  };
}

/** Gathers the points of a histogram or summary. */
export function createCompoundAccumulator(family: StaticFamily<never>, store: SeriesStore): Accumulator {
  const { name, help, labels } = family;
  const arity = labels.length;
  const header: HeaderCache = {};
  let points: (HistogramPoint | SummaryPoint)[] = [];
  let drop: OnDrop = () => undefined;
  return {
    emit: (value: HistogramValue | SummaryValue, ...labelValues: string[]): void => {
      if (typeof value?.count !== "number" || typeof value.sum !== "number") drop("invalid_value", 1);
      else if (labelValues.length !== arity) drop("invalid_label", 1);
      else {
        const taken = store.take(labelValues);
        if (typeof taken === "string") drop(taken, 1);
        else points.push({ ...value, labels: pairsOf(taken) });
      }
    },
    begin: (onDrop) => {
      store.begin();
      points = [];
      drop = onDrop;
    },
    finish: () =>
      points.length === 0 ? undefined : ({ name, help, header, type: family.type, points } as CollectedFamily),
  };
}
