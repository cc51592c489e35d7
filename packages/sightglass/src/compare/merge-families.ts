import type { FamilyDifference } from "./comparison.ts";
import { clausesOf } from "./difference-words.ts";

/** Families of one collector that differ in the same way, as a device that is there on one side only makes them. */
export interface MergedDifference {
  readonly families: readonly string[];
  /** What differs, in clauses. Where there are several families, without their names. */
  readonly clauses: readonly string[];
  readonly difference: FamilyDifference;
}

/** A family's own name where a series of it is meant: `node_x{device="lo"}` is `{device="lo"}`. */
function withoutName(text: string, family: string): string {
  return text.startsWith(`${family}{`) ? text.slice(family.length) : text;
}

/**
 * Puts families together that differ in the same way, in the order of the first of each. Values that drift are each
 * family's own.
 *
 * @param code how names of series and labels are marked.
 */
export function mergeFamilies(
  families: readonly FamilyDifference[],
  code: (text: string) => string,
): readonly MergedDifference[] {
  const merged = new Map<string, MergedDifference>();
  for (const difference of families) {
    const { family, flag, reason, drift } = difference;
    const clauses = clausesOf(difference, code);
    const anonymous = clausesOf(difference, (text) => code(withoutName(text, family)));
    const key = drift === undefined ? JSON.stringify([anonymous, flag, reason]) : family;
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined
        ? { families: [family], clauses, difference }
        : { families: [...known.families, family], clauses: anonymous, difference },
    );
  }
  return [...merged.values()];
}
