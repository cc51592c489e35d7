import {
  escapeControl,
  type EffectiveConfiguration,
  type ReloadChange,
  type SettingsWarning,
} from "@sightglass/exporter-kit";

/** What a check found. */
export interface CheckReport {
  readonly file: string;
  readonly configuration: EffectiveConfiguration;
  readonly warnings: readonly SettingsWarning[];
  /** With a running agent: what a reload would change. */
  readonly change?: ReloadChange;
  /** Collectors whose families and series were counted on this machine. */
  readonly estimated?: readonly string[];
}

/** Writes a check for programs. */
export function renderCheckJson(report: CheckReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

const textOf = (value: string | readonly string[]): string => {
  const text = typeof value === "string" ? value : value.join(", ");
  return text === "" ? '""' : text;
};

function optionLines({ options }: EffectiveConfiguration, all: boolean): readonly string[] {
  const shown = options.filter(({ origin, name }) => all || (origin !== "default" && name !== "config.file"));
  const width = Math.max(0, ...shown.map(({ name }) => name.length));
  const from = (origin: string, place: string): string => (origin === "default" ? "default" : `from ${place}`);
  return shown.length === 0
    ? ["Options: all at their defaults."]
    : [
        "Options:",
        ...shown.map(
          ({ name, value, origin, place }) => `  ${name.padEnd(width)}  ${textOf(value)}  (${from(origin, place)})`,
        ),
      ];
}

function collectorLines({ collectors }: EffectiveConfiguration): readonly string[] {
  const enabled = collectors.filter((one) => one.enabled).map(({ name }) => name);
  const disabled = collectors.filter((one) => !one.enabled).map(({ name }) => name);
  return [
    `Collectors on (${enabled.length}): ${enabled.join(", ") || "none"}`,
    `Collectors off (${disabled.length}): ${disabled.join(", ") || "none"}`,
  ];
}

function ruleLines({ series_rules: rules }: EffectiveConfiguration): readonly string[] {
  const entries = Object.entries(rules) as [string, number | readonly string[]][];
  return entries.length === 0
    ? []
    : [
        "Series rules:",
        ...entries.map(([key, value]) => `  ${key}: ${typeof value === "number" ? value : value.join(", ")}`),
      ];
}

/** Most names in one line; JSON has all of them. */
const MAX_NAMES = 20;

function named(title: string, names: readonly string[]): readonly string[] {
  const rest = names.length - MAX_NAMES;
  const shown = names.slice(0, MAX_NAMES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  return names.length === 0 ? [] : [`  ${title} (${names.length}): ${shown}`];
}

function changeLines(change: ReloadChange, estimated: readonly string[]): readonly string[] {
  const { options, collectorsStarted, collectorsStopped, familiesAdded, familiesRemoved } = change;
  const lines = [
    ...options.map(
      ({ name, from, to, needsRestart }) =>
        `  ${name}: ${textOf(from)} -> ${textOf(to)}${needsRestart ? " (after a restart only)" : ""}`,
    ),
    ...(change.seriesRulesChanged ? ["  series_rules: changed"] : []),
    ...named("collectors started", collectorsStarted),
    ...named("collectors stopped", collectorsStopped),
    ...named("families added", familiesAdded),
    ...named("families removed", familiesRemoved),
  ];
  const series = `  series: ${change.seriesBefore} -> ${change.seriesAfter}`;
  if (lines.length === 0) {
    return ["", "A reload would change nothing."];
  }
  return [
    "",
    "A reload would change:",
    ...lines,
    series,
    ...(estimated.length === 0 ? [] : [`  Estimated by running them on this machine: ${estimated.join(", ")}`]),
  ];
}

/**
 * Writes a check for a terminal.
 *
 * @param all whether options at their defaults are listed.
 */
export function renderCheckText(report: CheckReport, all: boolean): string {
  const { file, configuration, warnings, change, estimated = [] } = report;
  const lines = [
    `${file}: right for the agent ${configuration.agent} ${configuration.version}`,
    ...warnings.map(
      ({ message, fields }) =>
        `Warning: ${message}: ${Object.entries(fields)
          .map(([key, value]) => `${key} ${value}`)
          .join(", ")}`,
    ),
    "",
    ...optionLines(configuration, all),
    ...collectorLines(configuration),
    ...ruleLines(configuration),
    ...(change === undefined ? [] : changeLines(change, estimated)),
  ];
  return `${lines.map(escapeControl).join("\n")}\n`;
}
