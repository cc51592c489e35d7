import type { Matcher } from "@sightglass/metrics-registry";
import type { ListedUnit } from "./parse-units.ts";

/** The flags by which units are chosen: the present ones and those of old versions. */
export interface UnitPatterns {
  readonly include: Matcher | undefined;
  readonly exclude: Matcher | undefined;
  readonly oldInclude: Matcher | undefined;
  readonly oldExclude: Matcher | undefined;
}

export const DEFAULT_INCLUDE = ".+";
export const DEFAULT_EXCLUDE = String.raw`.+\.(automount|device|mount|scope|slice)`;

/** An old flag stands in for its successor, and is refused, in upstream's words, beside it. */
function choose(
  current: { readonly flag: string; readonly pattern: Matcher | undefined; readonly standard: string },
  old: { readonly flag: string; readonly pattern: Matcher | undefined },
  warn: (message: string) => void,
): Matcher | undefined {
  if (old.pattern === undefined) return current.pattern;
  if (current.pattern?.source !== current.standard) {
    throw new Error(`--${old.flag} and --${current.flag} are mutually exclusive`);
  }
  warn(`--${old.flag} is DEPRECATED and will be removed in 2.0.0, use --${current.flag}`);
  return old.pattern;
}

/**
 * Tells which units have series: loaded ones that match `include` and do not match `exclude`. An empty pattern matches
 * the empty name alone, as both stand for the whole name.
 */
export function createUnitFilter(
  patterns: UnitPatterns,
  warn: (message: string) => void,
): (unit: ListedUnit) => boolean {
  const exclude = choose(
    { flag: "collector.systemd.unit-exclude", pattern: patterns.exclude, standard: DEFAULT_EXCLUDE },
    { flag: "collector.systemd.unit-blacklist", pattern: patterns.oldExclude },
    warn,
  );
  const include = choose(
    { flag: "collector.systemd.unit-include", pattern: patterns.include, standard: DEFAULT_INCLUDE },
    { flag: "collector.systemd.unit-whitelist", pattern: patterns.oldInclude },
    warn,
  );
  return ({ name, loadState }) =>
    loadState === "loaded" && include?.test(name) === true && exclude?.test(name) !== true;
}
