import type { CollectorDefinition } from "../collector.ts";
import type { LintedFamily } from "./rule.ts";

/**
 * The families of a definition in the form that the linter takes. Foreign families are another program's names and
 * are left out.
 */
export function lintedFamilies(definition: CollectorDefinition): readonly LintedFamily[] {
  return definition.families.flatMap((family) => {
    if (family.kind === "foreign") return [];
    const { type, help, labels, lintExempt } = family;
    const name = family.kind === "static" ? family.name : `${family.prefix}*`;
    // The builder adds a stateset's own name as its last label; it is no label that an author chose.
    const chosen = type === "stateset" ? labels.filter((label) => label !== name) : labels;
    return [{ name, type, help, labels: chosen, lintExempt }];
  });
}
