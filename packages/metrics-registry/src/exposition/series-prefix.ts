import { escapeLabelValue, isLegacyLabelName, isLegacyMetricName, type Series } from "../collected.ts";
import { escapeLabelName, escapeMetricName } from "./escape-name.ts";
import type { EscapingScheme } from "./format.ts";

const quote = (name: string): string => `"${escapeLabelValue(name)}"`;

/** A metric name as it stands in `# HELP` and `# TYPE` lines: quoted when it is not of the legacy character set. */
export const quoteMetricName = (escapedName: string): string =>
  isLegacyMetricName(escapedName) ? escapedName : quote(escapedName);

/**
 * Labels without braces, `a="1",b="2"`. Two names that one scheme maps to the same escaped name would make the whole
 * page invalid to a scraper, so the first of them wins.
 */
export function renderLabels(names: readonly string[], values: readonly string[], escaping: EscapingScheme): string {
  let rendered = "";
  let seen: Set<string> | undefined;
  for (let index = 0; index < names.length; index += 1) {
    const name = escapeLabelName(names[index] ?? "", escaping);
    if (names.length > 1) {
      seen ??= new Set();
      if (seen.has(name)) continue;
      seen.add(name);
    }
    const key = isLegacyLabelName(name) ? name : quote(name);
    rendered += `${rendered === "" ? "" : ","}${key}="${escapeLabelValue(values[index] ?? "")}"`;
  }
  return rendered;
}

/** Start of a sample line, with its trailing space, from an escaped name and rendered labels. */
export function closedPrefix(escapedName: string, labels: string): string {
  if (isLegacyMetricName(escapedName)) return labels === "" ? `${escapedName} ` : `${escapedName}{${labels}} `;
  return labels === "" ? `{${quote(escapedName)}} ` : `{${quote(escapedName)},${labels}} `;
}

/** Start of a sample line that goes on with one more label and `} `. */
export function openPrefix(escapedName: string, labels: string): string {
  const start = isLegacyMetricName(escapedName) ? `${escapedName}{` : `{${quote(escapedName)},`;
  return labels === "" ? start : `${start}${labels},`;
}

/** Start of a series' line under a scheme; the kept prefix wherever nothing has to be escaped. */
export function seriesPrefix(series: Series, escaping: EscapingScheme): string {
  if (series.legacy) return series.prefix;
  return closedPrefix(
    escapeMetricName(series.name, escaping),
    renderLabels(series.labelNames, series.labelValues, escaping),
  );
}
