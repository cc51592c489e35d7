import { isLegacyMetricName } from "../collected.ts";
import type { DynamicFamily, StaticFamily } from "../family.ts";
import { keepsFamily, type SeriesRules } from "./series-rules.ts";
import { SeriesStore } from "./series-store.ts";
import { createScalarAccumulator, type Accumulator } from "./accumulator.ts";
import type { FamilyCollector, OnDrop } from "./family-collector.ts";

/** One name of a dynamic family. */
interface NamedFamily {
  readonly name: string;
  readonly accumulator: Accumulator;
  begun: number;
}

/** Scrapes after which a name that did not come is forgotten. */
const FORGET_NAME_AFTER = 16;

/** Families whose names the source gives; each name has its own store, forgotten when it stays away. */
export function createDynamicCollector(family: DynamicFamily<never>, rules: SeriesRules): FamilyCollector {
  const byName = new Map<string, NamedFamily | "invalid_name" | "rule_drop">();
  let order: NamedFamily[] = [];
  let active: NamedFamily[] = [];
  let position = 0;
  let generation = 0;
  let drop: OnDrop = () => undefined;

  function admit(name: string): NamedFamily | "invalid_name" | "rule_drop" {
    const known = byName.get(name);
    if (known !== undefined) return known;
    let made: NamedFamily | "invalid_name" | "rule_drop";
    if (typeof name !== "string" || !name.startsWith(family.prefix) || !isLegacyMetricName(name)) made = "invalid_name";
    else if (!keepsFamily(rules, name)) made = "rule_drop";
    else {
      const one: StaticFamily<never> = {
        kind: "static",
        name,
        type: family.type,
        labels: family.labels,
        help: family.helpFor?.(name) ?? family.help,
        samples: () => undefined,
      };
      const store = new SeriesStore(name, family.labels, rules);
      made = { name, accumulator: createScalarAccumulator(one, store), begun: 0 };
    }
    byName.set(name, made);
    return made;
  }

  function begun(name: string): NamedFamily | undefined {
    let named: NamedFamily | "invalid_name" | "rule_drop" | undefined = order[position];
    if (named === undefined || named.name !== name) {
      named = admit(name);
      if (typeof named === "string") {
        drop(named, 1);
        return undefined;
      }
      order[position] = named;
    }
    position += 1;
    if (named.begun !== generation) {
      named.begun = generation;
      named.accumulator.begin(drop);
      active.push(named);
    }
    return named;
  }

  // As in the accumulator: no rest array for families without labels or with one.
  const emitNone = (name: string, value: number): void => begun(name)?.accumulator.emit(value as never);
  const emitOne = (name: string, value: number, first: string): void =>
    begun(name)?.accumulator.emit(value as never, first);
  const emitMany = (name: string, value: number, ...labelValues: string[]): void =>
    begun(name)?.accumulator.emit(value as never, ...labelValues);
  const emit = [emitNone, emitOne][family.labels.length] ?? emitMany;

  return {
    collect: (data, into, onDrop) => {
      generation += 1;
      position = 0;
      active = [];
      drop = onDrop;
      try {
        family.samples(data, emit);
      } finally {
        for (let index = 0; index < active.length; index += 1) {
          const collected = active[index]!.accumulator.finish();
          if (collected !== undefined) into.push(collected);
        }
        order.length = Math.min(order.length, position);
        // Each name that came is in `active` once: as many as are known means that none stayed away.
        if (generation % FORGET_NAME_AFTER === 0 && active.length < byName.size) {
          const oldest = generation - FORGET_NAME_AFTER;
          for (const [name, named] of byName) {
            if (typeof named === "string" || named.begun < oldest) byName.delete(name);
          }
          order = order.filter((named) => named.begun >= oldest);
        }
      }
    },
  };
}
