import {
  type EffectiveConfiguration,
  type EffectiveFamily,
  type InspectedConfiguration,
  type Program,
  type ReloadChange,
} from "@sightglass/exporter-kit";

/** What a reload would change, and what of that is an estimate. */
export interface ReloadEstimate {
  readonly change: ReloadChange;
  /** Collectors whose families and series were counted on this machine and not on the agent's. */
  readonly estimated: readonly string[];
}

/** How long the collectors may take that are run here. */
const COLLECT_MS = 10_000;

const enabledIn = ({ collectors }: EffectiveConfiguration): ReadonlySet<string> =>
  new Set(collectors.filter(({ enabled }) => enabled).map(({ name }) => name));

const textOf = (value: string | readonly string[]): string => JSON.stringify(value);

/** Options that are not of one collector, and on which what all of them read depends. */
const isOfSource = (program: Program, name: string): boolean =>
  Object.values(program.options).some(({ flag }) => flag === name);

/** Collectors that would start, or that would run under other options or from another source. */
function changedCollectors(
  program: Program,
  running: EffectiveConfiguration,
  next: EffectiveConfiguration,
): ReadonlySet<string> {
  const before = new Map(running.options.map(({ name, value }) => [name, textOf(value)]));
  const changed = new Set(
    next.options
      .filter(({ name, value }) => before.has(name) && before.get(name) !== textOf(value))
      .map(({ name }) => name),
  );
  const [oldEnabled, newEnabled] = [enabledIn(running), enabledIn(next)];
  const allChange = [...changed].some((name) => isOfSource(program, name));
  return new Set(
    program.collectors
      .filter(({ name }) => newEnabled.has(name))
      .filter(
        ({ name, options }) =>
          allChange || !oldEnabled.has(name) || Object.values(options).some(({ flag }) => changed.has(flag)),
      )
      .map(({ name }) => name),
  );
}

/**
 * Estimates what a reload would change: families of collectors that stay as they are come from the running agent's last
 * scrape, those of others from a run on this machine. When series rules change, all of them are run here, since only
 * that shows what the rules leave.
 *
 * @param collect whether collectors may be run here; without it new ones count as without series.
 */
export async function estimateReload(
  program: Program,
  inspected: InspectedConfiguration,
  running: EffectiveConfiguration,
  collect: boolean,
): Promise<ReloadEstimate> {
  const { configuration } = inspected;
  const rulesChange = JSON.stringify(running.series_rules) !== JSON.stringify(configuration.series_rules);
  const enabled = enabledIn(configuration);
  const changed = rulesChange ? enabled : changedCollectors(program, running, configuration);
  const kept = running.families.filter(
    ({ collector }) => collector === "" || (enabled.has(collector) && !(collect && changed.has(collector))),
  );
  const fresh: readonly EffectiveFamily[] =
    collect && changed.size > 0 ? await inspected.collect(changed, COLLECT_MS) : [];
  return {
    change: inspected.changeFrom(running, [...kept, ...fresh]),
    estimated: collect ? [...changed].toSorted() : [],
  };
}
