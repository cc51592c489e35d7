import type { Matcher } from "@sightglass/metrics-registry";

/** The metric name of a kernel field, or undefined when it is not wanted. */
export type NameSelection = (field: string) => string | undefined;

/** The kernel has a few hundred fields; more distinct ones mean that something else is being read. */
const MAX_REMEMBERED = 4096;

/**
 * Remembers which fields of a kernel file become metrics and under which name: `nameOf`, which may match patterns and
 * build texts, is asked once for each field.
 */
export function rememberNames(nameOf: NameSelection): NameSelection {
  const remembered = new Map<string, string | undefined>();
  return (field) => {
    const known = remembered.get(field);
    if (known !== undefined || remembered.has(field)) return known;
    const name = nameOf(field);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(field, name);
    return name;
  };
}

/** Whether a pattern takes a name; no pattern takes all, as an empty regular expression matches everything. */
export const takes = (pattern: Matcher | undefined, name: string): boolean => pattern?.test(name) ?? true;

const OUTSIDE_LEGACY_CHARACTERS = /[^a-zA-Z0-9_]/g;

/** A name of the legacy character set: other characters become underscores. */
export function legacyName(name: string): string {
  return name.replaceAll(OUTSIDE_LEGACY_CHARACTERS, "_");
}
