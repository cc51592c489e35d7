import { collectFamily, isLegacyLabelName, isLegacyMetricName, type CollectedFamily } from "../collected.ts";
import type { ForeignFamilies } from "../family.ts";
import type { LabelPairs, MetricFamily } from "../model.ts";
import { createScalarAccumulator, type Accumulator } from "./accumulator.ts";
import type { FamilyCollector, OnDrop } from "./family-collector.ts";
import { joinFamilies } from "./join-families.ts";
import { repeatFamily, type RepeatedFamily } from "./repeated-family.ts";
import { keepsFamily, type SeriesRules } from "./series-rules.ts";
import { SeriesStore } from "./series-store.ts";

const isValid = (family: MetricFamily): boolean => typeof family.name === "string" && family.name !== "";

function withoutLabels(family: MetricFamily, dropped: ReadonlySet<string>): MetricFamily {
  const strip = (labels: LabelPairs): LabelPairs => labels.filter(([name]) => !dropped.has(name));
  const points = family.points.map((point) => ({ ...point, labels: strip(point.labels) }));
  return { ...family, points } as MetricFamily;
}

interface Converted {
  readonly family: CollectedFamily;
  readonly duplicates: number;
}

/** A family of numbers whose points all have the same labels, as nearly all have: kept like one of our own. */
interface UniformFamily {
  readonly head: MetricFamily;
  readonly labels: readonly string[];
  readonly accumulator: Accumulator;
  seen: number;
}

/** Scrapes after which a family that did not come is forgotten. */
const FORGET_AFTER = 16;

/** Label names of all points, or undefined when they differ or the points hold more than a number. */
function uniformLabels(family: MetricFamily): readonly string[] | undefined {
  if (family.type === "histogram" || family.type === "summary" || family.type === "stateset") return undefined;
  const labels = family.points[0]?.labels.map(([name]) => name);
  if (labels === undefined || family.unit !== undefined || !isLegacyMetricName(family.name)) return undefined;
  if (!labels.every(isLegacyLabelName) || new Set(labels).size !== labels.length) return undefined;
  return family.points.every((point) => isPlain(point, labels)) ? labels : undefined;
}

function isPlain(point: { readonly labels: LabelPairs; readonly value?: unknown }, names: readonly string[]): boolean {
  if ("timestampMs" in point || "exemplar" in point || point.labels.length !== names.length) return false;
  for (let index = 0; index < names.length; index += 1) if (point.labels[index]?.[0] !== names[index]) return false;
  return true;
}

/** Families of a source that is an exposition itself; of duplicate points the first stays. */
export function createForeignCollector(definition: ForeignFamilies<never>, rules: SeriesRules): FamilyCollector {
  const { dropLabels, maxSeriesPerFamily = Infinity } = rules;
  // A source that hands out the same object again (an unchanged file) is converted once.
  const conversions = new WeakMap<MetricFamily, Converted>();
  const uniform = new Map<string, UniformFamily>();
  const repeated = new Map<string, RepeatedFamily & { readonly seen: number }>();
  let generation = 0;

  function convert(family: MetricFamily): Converted {
    const kept = dropLabels === undefined ? family : withoutLabels(family, dropLabels);
    const capped = { ...kept, points: kept.points.slice(0, maxSeriesPerFamily) } as MetricFamily;
    return joinFamilies([collectFamily(capped)]);
  }

  function uniformFamily(family: MetricFamily): UniformFamily | undefined {
    const { name, type, help } = family;
    const known = uniform.get(name);
    if (known !== undefined && known.head.type === type && known.head.help === help && known.seen !== generation) {
      if (family.points.every((point) => isPlain(point, known.labels))) return known;
    }
    const labels = known?.seen === generation ? undefined : uniformLabels(family);
    if (labels === undefined) return undefined;
    const head = { kind: "static", name, type, help, labels, samples: () => undefined } as never;
    const accumulator = createScalarAccumulator(head, new SeriesStore(name, labels, rules));
    const made: UniformFamily = { head: family, labels, accumulator, seen: 0 };
    uniform.set(name, made);
    return made;
  }

  function collectUniform(kept: UniformFamily, family: MetricFamily, onDrop: OnDrop): CollectedFamily | undefined {
    kept.seen = generation;
    kept.accumulator.begin(onDrop);
    for (const point of family.points as readonly { readonly labels: LabelPairs; readonly value: number }[]) {
      kept.accumulator.emit(point.value as never, ...point.labels.map(([, value]) => value));
    }
    return kept.accumulator.finish();
  }

  function collectOne(family: MetricFamily, onDrop: OnDrop): CollectedFamily | undefined {
    const { name, points } = family;
    if (!isValid(family)) {
      onDrop("invalid_name", points.length);
      return undefined;
    }
    if (!keepsFamily(rules, name)) {
      onDrop("rule_drop", points.length);
      return undefined;
    }
    let converted = conversions.get(family);
    const kept = converted === undefined ? uniformFamily(family) : undefined;
    if (kept !== undefined) return collectUniform(kept, family, onDrop);
    if (converted === undefined) conversions.set(family, (converted = convert(family)));
    onDrop("duplicate", converted.duplicates);
    onDrop("rule_cap", Math.max(0, points.length - maxSeriesPerFamily));
    return converted.family;
  }

  function forget(): void {
    const oldest = generation - FORGET_AFTER;
    for (const [name, { seen }] of uniform) if (seen < oldest) uniform.delete(name);
    for (const [name, { seen }] of repeated) if (seen < oldest) repeated.delete(name);
  }

  return {
    collect: (data, into, onDrop) => {
      generation += 1;
      if (generation % FORGET_AFTER === 0) forget();
      for (const family of definition.families(data)) {
        const last = repeated.get(family.name);
        let collected = last !== undefined && last.seen !== generation ? repeatFamily(last, family) : undefined;
        let isWhole = collected !== undefined;
        if (collected === undefined) {
          let dropped = 0;
          collected = collectOne(family, (cause, samples) => {
            dropped += samples;
            onDrop(cause, samples);
          });
          // Points whose labels a rule changes are not the source's any more.
          isWhole = dropped === 0 && (dropLabels === undefined || (collected !== undefined && "series" in collected));
        }
        if (collected === undefined) continue;
        into.push(collected);
        if (isWhole) repeated.set(family.name, { source: family, collected, seen: generation });
        else repeated.delete(family.name);
      }
    },
  };
}
