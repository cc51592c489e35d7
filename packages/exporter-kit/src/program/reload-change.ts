import type { LogFields } from "../log.ts";
import type { EffectiveConfiguration, EffectiveFamily } from "./effective-configuration.ts";
import { RELOADED_FLAGS } from "./global-options.ts";

/** An option whose value differs between two configurations. */
export interface OptionChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Whether a reload leaves it as it was until the program is started again. */
  readonly needsRestart: boolean;
}

/** What a reload changes. Families and series are those of one scrape before and one after. */
export interface ReloadChange {
  readonly options: readonly OptionChange[];
  readonly collectorsStarted: readonly string[];
  readonly collectorsStopped: readonly string[];
  readonly seriesRulesChanged: boolean;
  readonly familiesAdded: readonly string[];
  readonly familiesRemoved: readonly string[];
  readonly seriesBefore: number;
  readonly seriesAfter: number;
}

const textOf = (value: string | readonly string[]): string => (typeof value === "string" ? value : value.join(", "));

function enabledCollectors({ collectors }: EffectiveConfiguration): ReadonlySet<string> {
  return new Set(collectors.filter(({ enabled }) => enabled).map(({ name }) => name));
}

const without = (names: Iterable<string>, known: ReadonlySet<string>): readonly string[] =>
  [...names].filter((name) => !known.has(name)).toSorted();

const sum = (families: readonly EffectiveFamily[]): number => families.reduce((total, { series }) => total + series, 0);

function optionChanges(
  before: EffectiveConfiguration,
  after: EffectiveConfiguration,
  fixed: ReadonlySet<string>,
): readonly OptionChange[] {
  const old = new Map(before.options.map(({ name, value }) => [name, textOf(value)]));
  return after.options.flatMap(({ name, value }) => {
    const from = old.get(name);
    const to = textOf(value);
    const needsRestart = fixed.has(name) && !RELOADED_FLAGS.has(name);
    return from === undefined || from === to ? [] : [{ name, from, to, needsRestart }];
  });
}

/**
 * Tells what changes from one configuration to another.
 *
 * @param fixed flags that every program has, of which a reload applies only few.
 */
export function reloadChange(
  before: EffectiveConfiguration,
  after: EffectiveConfiguration,
  fixed: ReadonlySet<string>,
): ReloadChange {
  const [oldCollectors, newCollectors] = [enabledCollectors(before), enabledCollectors(after)];
  const oldFamilies = new Set(before.families.map(({ name }) => name));
  const newFamilies = new Set(after.families.map(({ name }) => name));
  return {
    options: optionChanges(before, after, fixed),
    collectorsStarted: without(newCollectors, oldCollectors),
    collectorsStopped: without(oldCollectors, newCollectors),
    seriesRulesChanged: JSON.stringify(before.series_rules) !== JSON.stringify(after.series_rules),
    familiesAdded: without(newFamilies, oldFamilies),
    familiesRemoved: without(oldFamilies, newFamilies),
    seriesBefore: sum(before.families),
    seriesAfter: sum(after.families),
  };
}

/** Most names of one kind in a log line. */
const MAX_NAMES = 20;

function listed(names: readonly string[]): string | undefined {
  if (names.length === 0) {
    return undefined;
  }
  const rest = names.length - MAX_NAMES;
  return names.slice(0, MAX_NAMES).join(",") + (rest > 0 ? ` and ${rest} more` : "");
}

/** A change as fields of a log line; what did not change has none. */
export function reloadFields(change: ReloadChange): LogFields {
  return {
    options_changed: listed(change.options.filter(({ needsRestart }) => !needsRestart).map(({ name }) => name)),
    collectors_started: listed(change.collectorsStarted),
    collectors_stopped: listed(change.collectorsStopped),
    series_rules: change.seriesRulesChanged ? "changed" : undefined,
    families_added: listed(change.familiesAdded),
    families_removed: listed(change.familiesRemoved),
    series_before: change.seriesBefore,
    series_after: change.seriesAfter,
  };
}
