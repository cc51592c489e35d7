import type { CollectedFamily } from "../collected.ts";
import type { DropCause } from "./drop-counter.ts";
import type { FamilyDefinition } from "../family.ts";
import type { SeriesRules } from "./series-rules.ts";
import { createDynamicCollector } from "./dynamic-collector.ts";
import { createForeignCollector } from "./foreign-collector.ts";
import { createStaticCollector } from "./static-collector.ts";

/** Tells that samples were left out. */
export type OnDrop = (cause: DropCause, samples: number) => void;

/** Turns the data of one read into the families of one scrape, for one definition of one collector. */
export interface FamilyCollector {
  /** Appends to `into`, also when the definition's own code throws half-way: what was emitted before stays. */
  collect(data: never, into: CollectedFamily[], onDrop: OnDrop): void;
}

/** Makes the collector of one family definition. Throws when a static name or label is invalid. */
export function createFamilyCollector(definition: FamilyDefinition<never>, rules: SeriesRules): FamilyCollector {
  switch (definition.kind) {
    case "static":
      return createStaticCollector(definition, rules);
    case "dynamic":
      return createDynamicCollector(definition, rules);
    case "foreign":
      return createForeignCollector(definition, rules);
  }
}
