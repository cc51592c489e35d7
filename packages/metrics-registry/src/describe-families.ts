import { seriesCount, type CollectedFamily } from "./collected.ts";
import type { Contribution } from "./collect/merge-families.ts";
import type { CollectorDefinition } from "./collector.ts";
import type { FamilyDefinition } from "./family.ts";
import type { FamilyDescription } from "./registry-types.ts";

function labelsOf(family: CollectedFamily): readonly string[] {
  if ("series" in family) return family.series[0]?.labelNames ?? [];
  return family.points[0]?.labels.map(([name]) => name) ?? [];
}

/** One definition as the metric reference shows it; dynamic families as their prefix and a star. */
export function describeDefinition(definition: FamilyDefinition<never>, collector: string): FamilyDescription[] {
  if (definition.kind === "foreign") return [];
  const { type, help, labels } = definition;
  const name = definition.kind === "static" ? definition.name : `${definition.prefix}*`;
  return [{ name, type, help, labels, collector, series: 0 }];
}

/**
 * All families that collectors declare, with their number of series in a scrape, and beside them those that only the
 * scrape could name. Sorted by name.
 */
export function describeFamilies(
  configured: readonly { readonly definition: Pick<CollectorDefinition, "name" | "families"> }[],
  contributions: readonly Contribution[],
): readonly FamilyDescription[] {
  const byName = new Map<string, FamilyDescription>();
  for (const { definition } of configured) {
    for (const family of definition.families) {
      for (const one of describeDefinition(family, definition.name)) byName.set(one.name, one);
    }
  }
  for (const { collector, families } of contributions) {
    for (const family of families) {
      const declared = byName.get(family.name);
      const series = seriesCount(family) + (declared?.series ?? 0);
      byName.set(family.name, {
        ...(declared ?? { name: family.name, type: family.type, labels: labelsOf(family), collector }),
        help: declared?.help ?? family.help ?? "",
        series,
      });
    }
  }
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
