import { seriesCount, type CollectedFamily } from "../collected.ts";
import type { DropCause } from "./drop-counter.ts";
import { joinFamilies } from "./join-families.ts";

/** What one collector contributed to a scrape. */
export interface Contribution {
  readonly collector: string;
  readonly families: readonly CollectedFamily[];
}

type ReportDrop = (collector: string, cause: DropCause, samples: number) => void;

/** Names of the series that a family writes beside its own, so that no other family may carry them. */
function reservedNames(family: CollectedFamily): readonly string[] {
  if (family.type === "histogram") return [`${family.name}_bucket`, `${family.name}_sum`, `${family.name}_count`];
  if (family.type === "summary") return [`${family.name}_sum`, `${family.name}_count`];
  return [];
}

interface Merged {
  readonly families: readonly CollectedFamily[];
  /** Whether no two families had to do with each other, so that only names and types decided the order. */
  readonly isPlain: boolean;
}

function merge(contributions: readonly Contribution[], report: ReportDrop): Merged {
  const byName = new Map<string, CollectedFamily>();
  const reserved = new Set<string>();
  let isPlain = true;
  for (const { collector, families } of contributions) {
    for (const family of families) {
      const { name } = family;
      const known = byName.get(name);
      const names = known === undefined ? reservedNames(family) : [];
      const clashes =
        known === undefined
          ? reserved.has(name) || names.some((one) => byName.has(one) || reserved.has(one))
          : known.type !== family.type;
      if (known !== undefined || clashes) isPlain = false;
      if (clashes) report(collector, "type_clash", seriesCount(family));
      else if (known === undefined) {
        for (const one of names) reserved.add(one);
        byName.set(name, family);
      } else {
        const { family: joined, duplicates } = joinFamilies([known, family]);
        byName.set(name, joined);
        if (duplicates > 0) report(collector, "duplicate", duplicates);
      }
    }
  }
  return { families: [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), isPlain };
}

/** Brings the families of one scrape after the other together. */
export type FamilyMerger = (contributions: readonly Contribution[], report: ReportDrop) => readonly CollectedFamily[];

/**
 * Makes what brings the families of all collectors together, sorted by name, each name once. Families of one name and
 * type are joined; of two types the first wins; duplicates and clashes are reported and never cost anything else. As
 * long as the same names and types come in the same order, the last scrape's order is used again.
 */
export function createFamilyMerger(): FamilyMerger {
  let came: readonly CollectedFamily[] = [];
  let order: readonly number[] = [];

  return (contributions, report) => {
    const families: CollectedFamily[] = [];
    let isSame = true;
    // By index: without the optimiser every pass of an iterator makes an object, and this runs for each family.
    for (let at = 0; at < contributions.length; at += 1) {
      const given = contributions[at]!.families;
      for (let index = 0; index < given.length; index += 1) {
        const family = given[index]!;
        const before = came[families.length];
        if (before === undefined || before.name !== family.name || before.type !== family.type) isSame = false;
        families.push(family);
      }
    }
    if (isSame && families.length === came.length) return order.map((index) => families[index] as CollectedFamily);
    const merged = merge(contributions, report);
    came = merged.isPlain ? families : [];
    const positions = new Map(families.map((family, index) => [family.name, index]));
    order = merged.isPlain ? merged.families.map(({ name }) => positions.get(name) as number) : [];
    return merged.families;
  };
}
