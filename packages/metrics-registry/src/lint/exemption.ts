/** What a definition's `lintExempt` text says. */
export interface Exemption {
  /** Rules whose findings are accepted; undefined means every rule that may be exempted. */
  readonly rules: ReadonlySet<string> | undefined;
  readonly reason: string;
}

const NAMED = /^([a-z]+-[a-z]+(?:,\s*[a-z]+-[a-z]+)*):\s*(.*)$/s;

/** Reads `rule, rule: reason` or a plain reason. Rule names are kebab case of two words, as all rules' names are. */
export function parseExemption(text: string): Exemption {
  const named = NAMED.exec(text);
  if (named === null) return { rules: undefined, reason: text.trim() };
  const [, names = "", reason = ""] = named;
  return { rules: new Set(names.split(/,\s*/)), reason: reason.trim() };
}
