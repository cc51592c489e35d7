import { familyDifference, wholeDifference, type FamilyContext } from "./compare-family.ts";
import type { FamilyOwner, FindOwner } from "./family-owners.ts";
import { collectorStates, labelFlag, missingCause, type CollectorStates } from "./missing-cause.ts";
import type { ComparisonGroup, DifferenceKind, FamilyDifference } from "./comparison.ts";
import type { SideHistory } from "./series-history.ts";

/** Differences by owner, and how much there is of what. */
export interface SidesDifference {
  readonly groups: readonly ComparisonGroup[];
  readonly counts: Readonly<Record<DifferenceKind, number>>;
  readonly equalFamilies: number;
}

function explained(difference: FamilyDifference, owner: FamilyOwner, states: CollectorStates): FamilyDifference {
  if (difference.whole?.side === "missing") {
    return { ...difference, ...missingCause(difference.family, owner, states) };
  }
  const flag = labelFlag(difference.family, difference.labels?.missing ?? []);
  return flag === undefined ? difference : { ...difference, flag };
}

const ORDER: Readonly<Record<ComparisonGroup["kind"], number>> = { collector: 0, prefix: 1, program: 2 };

function grouped(found: readonly { readonly owner: FamilyOwner; readonly difference: FamilyDifference }[]) {
  const groups = new Map<string, ComparisonGroup & { readonly families: FamilyDifference[] }>();
  for (const { owner, difference } of found) {
    const key = `${owner.kind} ${owner.name}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = { name: owner.name, kind: owner.kind, families: [] };
      groups.set(key, group);
    }
    group.families.push(difference);
  }
  return [...groups.values()].toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind] || (a.name < b.name ? -1 : 1));
}

/** Compares two sides, family by family in the order of their names. */
export function compareSides(
  old: SideHistory,
  fresh: SideHistory,
  context: FamilyContext,
  findOwner: FindOwner,
): SidesDifference {
  const states = collectorStates(fresh);
  const counts: Record<DifferenceKind, number> = { missing: 0, extra: 0, type: 0, labels: 0, drift: 0 };
  const found: { readonly owner: FamilyOwner; readonly difference: FamilyDifference }[] = [];
  let equalFamilies = 0;
  const names = [...new Set([...old.families.keys(), ...fresh.families.keys()])].toSorted();
  for (const name of names) {
    const owner = findOwner(name);
    const [before, after] = [old.families.get(name), fresh.families.get(name)];
    let difference: FamilyDifference | undefined;
    if (before !== undefined && after !== undefined) {
      difference = familyDifference(before, after, context, owner.kind === "program");
      equalFamilies += difference === undefined ? 1 : 0;
    } else if (before !== undefined) {
      difference = wholeDifference(before, "missing", context);
    } else if (after !== undefined) {
      difference = wholeDifference(after, "extra", context);
    }
    if (difference !== undefined) {
      for (const kind of difference.kinds) {
        counts[kind] += 1;
      }
      found.push({ owner, difference: explained(difference, owner, states) });
    }
  }
  return { groups: grouped(found), counts, equalFamilies };
}
