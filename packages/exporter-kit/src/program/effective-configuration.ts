import type { Registry, SeriesRules } from "@sightglass/metrics-registry";
import type { RawValue } from "../flags/option-value.ts";
import type { OptionOrigin } from "../flags/resolve-options.ts";
import type { Program } from "./define-program.ts";
import type { Settings } from "./settings.ts";

/** One option in effect. */
export interface EffectiveOption {
  /** Flag without dashes, which is also the key in the configuration file. */
  readonly name: string;
  /** As it was given, or `<hidden>` for a secret. */
  readonly value: RawValue;
  readonly origin: OptionOrigin;
  /** Where exactly: a flag, an environment variable, a line of the file. Empty for a default. */
  readonly place: string;
}

/** One collector, enabled or not. */
export interface EffectiveCollector {
  readonly name: string;
  readonly enabled: boolean;
  /** Series of its last run; 0 before the first. */
  readonly series: number;
}

/** One family that was in the last scrape. */
export interface EffectiveFamily {
  readonly name: string;
  /** Empty for families of the program about itself. */
  readonly collector: string;
  readonly series: number;
}

/** Series rules as the configuration file writes them. */
export interface EffectiveSeriesRules {
  readonly keep?: readonly string[];
  readonly drop?: readonly string[];
  readonly drop_labels?: readonly string[];
  readonly max_series_per_family?: number;
}

/** A program's whole configuration as data: what `GET /-/config` answers. It holds no secrets. */
export interface EffectiveConfiguration {
  readonly program: string;
  /** The agent's command, as in `sightglass <agent>`. */
  readonly agent: string;
  readonly version: string;
  readonly options: readonly EffectiveOption[];
  readonly collectors: readonly EffectiveCollector[];
  readonly families: readonly EffectiveFamily[];
  readonly series_rules: EffectiveSeriesRules;
}

/** Series rules in the form of the file. */
function shownSeriesRules(rules: SeriesRules): EffectiveSeriesRules {
  const { keepFamilies, dropFamilies, dropLabels, maxSeriesPerFamily } = rules;
  return {
    ...(keepFamilies !== undefined && { keep: keepFamilies.map(({ source }) => source) }),
    ...(dropFamilies !== undefined && { drop: dropFamilies.map(({ source }) => source) }),
    ...(dropLabels !== undefined && { drop_labels: [...dropLabels] }),
    ...(maxSeriesPerFamily !== undefined && { max_series_per_family: maxSeriesPerFamily }),
  };
}

/** Puts settings, and what the registry saw in its last scrape, together as data. */
export function effectiveConfiguration(
  program: Program,
  settings: Settings,
  registry?: Pick<Registry, "status" | "describe">,
): EffectiveConfiguration {
  const series = new Map(registry?.status().map((status) => [status.collector, status.series]));
  const enabled = new Set(settings.collectors.map(({ definition }) => definition.name));
  return {
    program: program.name,
    agent: program.command,
    version: program.version,
    options: settings.options.all.map(({ name, shown, origin, place }) => ({ name, value: shown, origin, place })),
    collectors: program.collectors
      .map(({ name }) => ({ name, enabled: enabled.has(name), series: series.get(name) ?? 0 }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    families: (registry?.describe() ?? [])
      .filter((family) => family.series > 0)
      .map(({ name, collector, series: count }) => ({ name, collector, series: count })),
    series_rules: shownSeriesRules(settings.seriesRules),
  };
}
