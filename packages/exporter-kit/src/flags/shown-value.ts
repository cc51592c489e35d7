import type { OptionSpec } from "@sightglass/metrics-registry";
import type { RawValue } from "./option-value.ts";

/** Stands for a value that nobody is shown. */
export const HIDDEN = "<hidden>";

/** A password in a URL, `//user:password@`; neither part can hold a slash, a blank or an at sign unescaped. */
const URL_PASSWORD = /(\/\/[^\s/:@]*:)[^\s/@]+@/g;

/**
 * A value as it may be shown in logs, pages and reports: secret options as a whole and passwords in URLs are hidden. An
 * empty value is shown, since that there is none is no secret.
 */
export function shownValue(spec: OptionSpec, raw: RawValue): RawValue {
  const hide = (text: string): string =>
    spec.secret === true && text !== "" ? HIDDEN : text.replaceAll(URL_PASSWORD, `$1${HIDDEN}@`);
  return typeof raw === "string" ? hide(raw) : raw.map(hide);
}
