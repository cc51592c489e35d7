import { isLegacyLabelName, isLegacyMetricName, seriesPrefix, type Series } from "../collected.ts";
import type { DropCause } from "./drop-counter.ts";
import type { LabelPairs } from "../model.ts";
import type { SeriesRules } from "./series-rules.ts";

/**
 * A label set that a family keeps between scrapes. A class, so that all have one shape: an object that is spread into
 * another one can get a shape of its own from V8, which is larger than the object.
 */
class KeptSeries implements Series {
  readonly name: string;
  readonly labelNames: readonly string[];
  readonly labelValues: readonly string[];
  readonly prefix: string;
  readonly legacy: boolean;
  /** The label values as emitted, before rules took labels off: what a position is compared with. */
  readonly emitted: readonly string[];
  /** What all emitted label sets share that rules have made one series: the first of them. */
  readonly identity: KeptSeries;
  /** Generation of the scrape that last had this identity. */
  seen = 0;
  pairs: LabelPairs | undefined = undefined;

  constructor(family: FamilyNames, kept: readonly string[], emitted: readonly string[], identity?: KeptSeries) {
    this.name = family.name;
    this.labelNames = family.labels;
    this.labelValues = kept;
    this.prefix = seriesPrefix(family.name, family.labels, kept);
    this.legacy = family.legacy;
    this.emitted = emitted;
    this.identity = identity ?? this;
  }
}

/** What all series of a family have in common. */
interface FamilyNames {
  readonly name: string;
  /** Names of the labels that rules leave. */
  readonly labels: readonly string[];
  readonly legacy: boolean;
}

/** Scrapes after which a label set that was not emitted is forgotten. */
const FORGET_AFTER = 8;

const NO_VALUES: readonly string[] = [];
const isString = (value: unknown): boolean => typeof value === "string";

/**
 * The label sets of one family. Most scrapes emit the same sets in the same order, so a set is looked for at its last
 * position first and in a map only when it is not there; its rendered prefix is made once. Sets that were not seen for
 * `FORGET_AFTER` scrapes are dropped, which bounds the store by what the last scrapes emitted.
 */
export class SeriesStore {
  private readonly family: FamilyNames;
  private readonly cap: number;
  /** Indices into the emitted values of the labels that stay, or undefined when all do. */
  private readonly kept: readonly number[] | undefined;
  private readonly byKey = new Map<string, KeptSeries>();
  private positions: KeptSeries[] = [];
  private position = 0;
  private count = 0;
  private generation = 0;

  constructor(name: string, labels: readonly string[], rules: SeriesRules) {
    this.cap = rules.maxSeriesPerFamily ?? Infinity;
    const { dropLabels } = rules;
    this.kept =
      dropLabels !== undefined && labels.some((label) => dropLabels.has(label))
        ? labels.flatMap((label, index) => (dropLabels.has(label) ? [] : [index]))
        : undefined;
    const left = this.kept === undefined ? labels : this.kept.map((index) => labels[index] as string);
    this.family = { name, labels: left, legacy: isLegacyMetricName(name) && left.every(isLegacyLabelName) };
  }

  /** Starts a scrape; forgets old sets now and then. */
  begin(): void {
    this.generation += 1;
    // Where the last scrape took every set that is kept, as most do, none is old: a walk over them is garbage only.
    if (this.generation % FORGET_AFTER === 0 && this.count < this.byKey.size) this.forget();
    this.position = 0;
    this.count = 0;
  }

  /** Number of label sets that are kept. */
  get size(): number {
    return this.byKey.size;
  }

  /**
   * The kept series of a label set, or why it has no place in this scrape. The values must be as many as the family
   * has labels.
   */
  take(values: readonly string[]): Series | DropCause {
    let series = this.positions[this.position];
    if (series === undefined || !equal(series.emitted, values)) {
      const found = this.find(values);
      if (typeof found === "string") return found;
      series = found;
      this.positions[this.position] = series;
    }
    this.position += 1;
    return this.admit(series);
  }

  /** `take` for a family without labels, without an array for each call. */
  takeNone(): Series | DropCause {
    const series = this.positions[this.position];
    if (series === undefined) return this.take(NO_VALUES);
    this.position += 1;
    return this.admit(series);
  }

  /** `take` for one label. */
  takeOne(value: string): Series | DropCause {
    const series = this.positions[this.position];
    if (series === undefined || series.emitted[0] !== value) return this.take([value]);
    this.position += 1;
    return this.admit(series);
  }

  /** `take` for two labels. */
  takeTwo(first: string, second: string): Series | DropCause {
    const series = this.positions[this.position];
    if (series === undefined || series.emitted[0] !== first || series.emitted[1] !== second) {
      return this.take([first, second]);
    }
    this.position += 1;
    return this.admit(series);
  }

  /** `take` for three labels. */
  takeThree(first: string, second: string, third: string): Series | DropCause {
    const series = this.positions[this.position];
    if (series === undefined) return this.take([first, second, third]);
    const { emitted } = series;
    if (emitted[0] !== first || emitted[1] !== second || emitted[2] !== third) return this.take([first, second, third]);
    this.position += 1;
    return this.admit(series);
  }

  private admit(series: KeptSeries): Series | DropCause {
    const { identity } = series;
    // Where a rule took labels off, it is the rule that made the series equal.
    if (identity.seen === this.generation) return this.kept === undefined ? "duplicate" : "rule_drop";
    if (this.count >= this.cap) return "rule_cap";
    this.count += 1;
    identity.seen = this.generation;
    return series;
  }

  private find(values: readonly string[]): KeptSeries | DropCause {
    if (!values.every(isString)) return "invalid_label";
    const emitted = values.map((value) => value.toWellFormed());
    const kept = this.kept?.map((index) => emitted[index] as string) ?? emitted;
    const key = kept.length === 1 ? (kept[0] as string) : JSON.stringify(kept);
    const known = this.byKey.get(key);
    if (known !== undefined && equal(known.emitted, values)) return known;
    // Nothing is kept for a set that has no place, so that the cap bounds memory too.
    if (known === undefined && this.count >= this.cap) return "rule_cap";
    // What was emitted is kept as it came: an ill-formed value has to be found by itself.
    const asEmitted = equal(kept, values) ? kept : [...values];
    const series = new KeptSeries(this.family, kept, asEmitted, known?.identity);
    this.byKey.set(key, series);
    return series;
  }

  private forget(): void {
    const oldest = this.generation - FORGET_AFTER;
    const before = this.byKey.size;
    for (const [key, series] of this.byKey) if (series.identity.seen < oldest) this.byKey.delete(key);
    if (this.byKey.size < before) this.positions = this.positions.filter((series) => series.identity.seen >= oldest);
  }
}

/** Labels of a kept series as pairs, made once. */
export function pairsOf(series: Series): LabelPairs {
  const kept = series as KeptSeries;
  kept.pairs ??= series.labelNames.map((name, index) => [name, series.labelValues[index] ?? ""] as const);
  return kept.pairs;
}

/** Why a family cannot have these labels, or undefined. */
export function labelFault(labels: readonly string[]): string | undefined {
  const bad = labels.find((label) => !isLegacyLabelName(label) || label.startsWith("__"));
  if (bad !== undefined) return `invalid label name ${JSON.stringify(bad)}`;
  return new Set(labels).size === labels.length ? undefined : "a label is declared twice";
}

function equal(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}
