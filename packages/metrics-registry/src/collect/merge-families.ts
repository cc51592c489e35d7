import type { CollectedFamily } from "../collected.ts";
import type { DropCause } from "./drop-counter.ts";
import { joinFamilies } from "./join-families.ts";

/** What one collector contributed to a scrape. */
export interface Contribution {
  readonly collector: string;
  readonly families: readonly CollectedFamily[];
}

type ReportDrop = (collector: string, cause: DropCause, samples: number) => void;

const sizeOf = (family: CollectedFamily): number => ("series" in family ? family.series.length : family.points.length);

/** Names of the series that a family writes beside its own, so that no other family may carry them. */
function reservedNames(family: CollectedFamily): readonly string[] {
  if (family.type === "histogram") return [`${family.name}_bucket`, `${family.name}_sum`, `${family.name}_count`];
  if (family.type === "summary") return [`${family.name}_sum`, `${family.name}_count`];
  return [];
}

/**
 * Brings the families of all collectors together, sorted by name, each name once. Families of one name and type are
 * joined; of two types the first wins; duplicates and clashes are reported and never cost anything else.
 */
export function mergeFamilies(contributions: readonly Contribution[], report: ReportDrop): readonly CollectedFamily[] {
  const byName = new Map<string, CollectedFamily>();
  const reserved = new Map<string, string>();
  for (const { collector, families } of contributions) {
    for (const family of families) {
      const { name } = family;
      const known = byName.get(name);
      if (known === undefined) {
        const names = reservedNames(family);
        if (reserved.has(name) || names.some((one) => byName.has(one) || reserved.has(one))) {
          report(collector, "type_clash", sizeOf(family));
          continue;
        }
        for (const one of names) reserved.set(one, name);
        byName.set(name, family);
      } else if (known.type !== family.type) report(collector, "type_clash", sizeOf(family));
      else {
        const { family: joined, duplicates } = joinFamilies([known, family]);
        byName.set(name, joined);
        if (duplicates > 0) report(collector, "duplicate", duplicates);
      }
    }
  }
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
