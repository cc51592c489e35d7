import { isLegacyLabelName, isLegacyMetricName } from "../collected.ts";
import type { EscapingScheme } from "./format.ts";

const REPLACEMENT = 0xfffd;

function isLegacyCharacter(code: number, first: boolean, colon: boolean): boolean {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95) return true;
  return (!first && code >= 48 && code <= 57) || (colon && code === 58);
}

function escapeCharacter(character: string, legacy: boolean, scheme: EscapingScheme): string {
  if (scheme === "underscores") return legacy ? character : "_";
  if (character === "_") return "__";
  if (legacy) return character;
  if (scheme === "dots") return character === "." ? "_dot_" : "__";
  const code = character.codePointAt(0) ?? REPLACEMENT;
  return code >= 0xd800 && code <= 0xdfff ? "_FFFD_" : `_${code.toString(16)}_`;
}

function escape(name: string, scheme: EscapingScheme, colon: boolean): string {
  let escaped = scheme === "values" ? "U__" : "";
  let first = true;
  for (const character of name) {
    escaped += escapeCharacter(character, isLegacyCharacter(character.codePointAt(0) ?? 0, first, colon), scheme);
    first = false;
  }
  return escaped;
}

/** A server's lexer takes NUL in a name for the end of the page, so it never gets one. */
const withoutNul = (name: string): string => (name.includes("\0") ? name.replaceAll("\0", "\ufffd") : name);

/**
 * A metric name under a negotiated escaping scheme. Names of the legacy character set stay as they are under every
 * scheme; others become legacy names, except under `allow-utf-8`. Source: Prometheus 3, "escaping schemes".
 */
export function escapeMetricName(name: string, scheme: EscapingScheme): string {
  if (isLegacyMetricName(name)) return name;
  return scheme === "allow-utf-8" ? withoutNul(name) : escape(name, scheme, true);
}

/** A label name under a negotiated escaping scheme; unlike in a metric name, a colon has to be escaped. */
export function escapeLabelName(name: string, scheme: EscapingScheme): string {
  if (isLegacyLabelName(name)) return name;
  return scheme === "allow-utf-8" ? withoutNul(name) : escape(name, scheme, false);
}
