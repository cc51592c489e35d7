import { collectFamily, type CollectedFamily } from "../collected.ts";
import type { ForeignFamilies } from "../family.ts";
import type { LabelPairs, MetricFamily } from "../model.ts";
import { keepsFamily, type SeriesRules } from "./series-rules.ts";
import type { FamilyCollector } from "./family-collector.ts";
import { joinFamilies } from "./join-families.ts";

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

/** Families of a source that is an exposition itself; of duplicate points the first stays. */
export function createForeignCollector(definition: ForeignFamilies<never>, rules: SeriesRules): FamilyCollector {
  const { dropLabels, maxSeriesPerFamily = Infinity } = rules;
  // A source that hands out the same object again (an unchanged file) is converted once.
  const conversions = new WeakMap<MetricFamily, Converted>();

  function convert(family: MetricFamily): Converted {
    const kept = dropLabels === undefined ? family : withoutLabels(family, dropLabels);
    const capped = { ...kept, points: kept.points.slice(0, maxSeriesPerFamily) } as MetricFamily;
    return joinFamilies([collectFamily(capped)]);
  }

  return {
    collect: (data, into, onDrop) => {
      for (const family of definition.families(data)) {
        const { name, points } = family;
        if (!isValid(family)) onDrop("invalid_name", points.length);
        else if (!keepsFamily(rules, name)) onDrop("rule_drop", points.length);
        else {
          let converted = conversions.get(family);
          if (converted === undefined) conversions.set(family, (converted = convert(family)));
          onDrop("duplicate", converted.duplicates);
          onDrop("rule_cap", Math.max(0, points.length - maxSeriesPerFamily));
          into.push(converted.family);
        }
      }
    },
  };
}
