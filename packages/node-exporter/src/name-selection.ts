import type { Matcher } from "@sightglass/metrics-registry";

/** The metric name of a kernel field, or undefined when it is not wanted. */
export type NameSelection = (field: string) => string | undefined;

/** The kernel has a few hundred fields; more distinct ones mean that something else is being read. */
const MAX_REMEMBERED = 4096;

/**
 * Decides which fields of a kernel file become metrics and under which name, and remembers it: the pattern is asked
 * once for each field. Without a pattern every field is taken, as an empty regular expression matches everything.
 */
export function createNameSelection(pattern: Matcher | undefined, nameOf: (field: string) => string): NameSelection {
  const remembered = new Map<string, string | undefined>();
  return (field) => {
    const known = remembered.get(field);
    if (known !== undefined || remembered.has(field)) return known;
    const name = pattern === undefined || pattern.test(field) ? nameOf(field) : undefined;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(field, name);
    return name;
  };
}

const OUTSIDE_LEGACY_CHARACTERS = /[^a-zA-Z0-9_]/g;

/** A name of the legacy character set: other characters become underscores. */
export function legacyName(name: string): string {
  return name.replaceAll(OUTSIDE_LEGACY_CHARACTERS, "_");
}
