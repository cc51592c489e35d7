import { isLegacyMetricName, type CollectedFamily } from "../collected.ts";
import { escapeMetricName } from "./escape-name.ts";
import type { EscapingScheme } from "./format.ts";

/** Whether a family's name needs no escaping; spares the regular expression for each family of a usual page. */
export function hasLegacyName(family: CollectedFamily): boolean {
  return (
    family.header?.text !== undefined ||
    ("series" in family && family.series[0]?.legacy === true) ||
    isLegacyMetricName(family.name)
  );
}

/**
 * Families whose names stay distinct under an escaping scheme: of several that it makes equal the first is kept,
 * because a second TYPE line for one name makes the page invalid.
 */
export function distinctFamilies(
  families: readonly CollectedFamily[],
  escaping: EscapingScheme,
): readonly CollectedFamily[] {
  if (escaping === "allow-utf-8" || families.every(hasLegacyName)) return families;
  const names = new Set<string>();
  return families.filter((family) => {
    const name = escapeMetricName(family.name, escaping);
    if (names.has(name)) return false;
    names.add(name);
    return true;
  });
}
