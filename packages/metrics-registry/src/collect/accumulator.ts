import type { CollectedFamily, Series } from "../collected.ts";
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

/** Gathers the points of a family of single numbers. */
export function createScalarAccumulator(family: StaticFamily<never>, store: SeriesStore): Accumulator {
  const { name, type, help, labels } = family as StaticFamily<never> & { readonly type: "gauge" };
  const arity = labels.length;
  let series: Series[] = [];
  let values: number[] = [];
  let drop: OnDrop = () => undefined;

  function keep(value: number, taken: Series | DropCause): void {
    if (typeof taken === "string") {
      drop(taken, 1);
      return;
    }
    series.push(taken);
    values.push(value);
  }
  // One function for each small arity: a rest array for every sample is what a scrape of them can do without.
  function emitNone(value: number): void {
    if (typeof value === "number") keep(value, store.take([]));
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
  function emitMany(value: number, ...labelValues: string[]): void {
    if (typeof value !== "number") drop("invalid_value", 1);
    else if (labelValues.length !== arity) drop("invalid_label", 1);
    else keep(value, store.take(labelValues));
  }
  const emitState = (on: boolean, ...labelValues: string[]): void => emitMany(on ? 1 : 0, ...labelValues);
  const numeric = [emitNone, emitOne, emitTwo][arity] ?? emitMany;

  return {
    emit: family.type === "stateset" ? emitState : numeric,
    begin: (onDrop) => {
      store.begin();
      series = [];
      values = [];
      drop = onDrop;
    },
    finish: () => (series.length === 0 ? undefined : { name, type, help, series, values }),
  };
}

/** Gathers the points of a histogram or summary. */
export function createCompoundAccumulator(family: StaticFamily<never>, store: SeriesStore): Accumulator {
  const { name, help, labels } = family;
  const arity = labels.length;
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
    finish: () => (points.length === 0 ? undefined : ({ name, help, type: family.type, points } as CollectedFamily)),
  };
}
