import { isLegacyMetricName } from "../collected.ts";
import type { StaticFamily } from "../family.ts";
import { keepsFamily, type SeriesRules } from "./series-rules.ts";
import { labelFault, SeriesStore } from "./series-store.ts";
import { createCompoundAccumulator, createScalarAccumulator } from "./accumulator.ts";
import type { FamilyCollector } from "./family-collector.ts";

/** A family that is known when the program is written. Throws on an invalid name or label. */
export function createStaticCollector(family: StaticFamily<never>, rules: SeriesRules): FamilyCollector {
  const fault = labelFault(family.labels);
  if (!isLegacyMetricName(family.name)) throw new Error(`invalid metric name ${JSON.stringify(family.name)}`);
  if (fault !== undefined) throw new Error(`metric ${family.name}: ${fault}`);
  if (!keepsFamily(rules, family.name)) {
    return {
      collect: (data, _into, onDrop) => {
        let samples = 0;
        family.samples(data, () => (samples += 1));
        onDrop("rule_drop", samples);
      },
    };
  }
  const compound = family.type === "histogram" || family.type === "summary";
  const store = new SeriesStore(family.name, family.labels, rules);
  const accumulator = (compound ? createCompoundAccumulator : createScalarAccumulator)(family, store);
  return {
    collect: (data, into, onDrop) => {
      accumulator.begin(onDrop);
      try {
        family.samples(data, accumulator.emit);
      } finally {
        const collected = accumulator.finish();
        if (collected !== undefined) into.push(collected);
      }
    },
  };
}
