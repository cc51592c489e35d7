import { parseExemption } from "./exemption.ts";
import type { LintedFamily, LintFinding, LintRule } from "./rule.ts";
import { LINT_RULES } from "./rules/index.ts";

/** The finding about an exemption itself: it gives no reason, names no known rule, or silences nothing. */
const EXEMPTION = "exemption";

function lintFamily(family: LintedFamily, rules: readonly LintRule[]): readonly LintFinding[] {
  const exemption = family.lintExempt === undefined ? undefined : parseExemption(family.lintExempt);
  const findings: LintFinding[] = [];
  const add = (rule: string, message: string): void => {
    findings.push({ family: family.name, rule, message });
  };
  const silenced = new Set<string>();
  for (const rule of rules) {
    const accepted =
      exemption !== undefined &&
      exemption.reason !== "" &&
      rule.exemptible &&
      (exemption.rules === undefined || exemption.rules.has(rule.name));
    for (const message of rule.check(family)) {
      if (accepted) silenced.add(rule.name);
      else add(rule.name, message);
    }
  }
  if (exemption === undefined) return findings;
  if (exemption.reason === "") add(EXEMPTION, "an exemption needs a reason");
  else if (exemption.rules === undefined) {
    if (silenced.size === 0 && !family.name.endsWith("*")) add(EXEMPTION, "the exemption silences nothing");
  } else {
    for (const name of exemption.rules) {
      const rule = rules.find((known) => known.name === name);
      if (rule === undefined) add(EXEMPTION, `no rule is named "${name}"`);
      else if (!rule.exemptible) add(EXEMPTION, `the rule "${name}" allows no exemption`);
      else if (!silenced.has(name)) add(EXEMPTION, `the exemption from "${name}" silences nothing`);
    }
  }
  return findings;
}

/**
 * Lints families as `promtool check metrics` lints a page, with nothing scraped: what it needs are names, types,
 * help texts and labels. Findings come in the order of the families; a name that occurs twice is one as well.
 */
export function lintFamilies(families: readonly LintedFamily[]): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  const seen = new Set<string>();
  for (const family of families) {
    findings.push(...lintFamily(family, LINT_RULES));
    // Patterns of one prefix stand for different names.
    if (seen.has(family.name) && !family.name.endsWith("*")) {
      findings.push({ family: family.name, rule: "unique-name", message: "metric family is declared twice" });
    }
    seen.add(family.name);
  }
  return findings;
}
