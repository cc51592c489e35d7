import type { MetricType } from "../model.ts";

/** What the linter needs to know of a family. */
export interface LintedFamily {
  /** Whole name; a dynamic family's prefix followed by `*` skips the rules that judge a name's end. */
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly labels: readonly string[];
  /**
   * Why findings are accepted. `rule, rule: reason` accepts those rules only; a plain reason accepts every rule that
   * judges a name.
   */
  readonly lintExempt?: string | undefined;
}

/** One rule of the metric linter. */
export interface LintRule {
  /** Kebab case, as exemptions name it. */
  readonly name: string;
  /** Whether it judges names and labels, so that a name kept for parity may break it. */
  readonly exemptible: boolean;
  /** Messages, in promtool's wording so that both can be compared; empty when nothing is wrong. */
  readonly check: (family: LintedFamily) => readonly string[];
}

/** One objection to one family. */
export interface LintFinding {
  readonly family: string;
  readonly rule: string;
  readonly message: string;
}
