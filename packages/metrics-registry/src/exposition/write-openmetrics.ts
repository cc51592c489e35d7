import { escapeLabelValue, isLegacyMetricName, type CollectedFamily } from "../collected.ts";
import type { Exemplar, MetricType } from "../model.ts";
import { distinctFamilies } from "./distinct-families.ts";
import { escapeLabelName, escapeMetricName } from "./escape-name.ts";
import { formatNumber, formatSeconds } from "./format-number.ts";
import type { EscapingScheme } from "./format.ts";
import { flat, PageBuffer } from "./page-buffer.ts";
import { isEmptyFamily, sampleLines, type LineStyle } from "./sample-lines.ts";
import { quoteMetricName, renderLabels } from "./series-prefix.ts";

/** OpenMetrics 1.0: names and values of an exemplar's labels together are at most 128 characters. */
const EXEMPLAR_LABEL_LIMIT = 128;

interface Head {
  readonly name: string;
  readonly type: MetricType;
}

function stripped(escaped: string, type: MetricType, suffix: string, taken: Set<string>): Head | undefined {
  const base = escaped.slice(0, -suffix.length);
  if (!escaped.endsWith(suffix) || base === "" || taken.has(base)) return undefined;
  taken.add(base);
  return { name: base, type };
}

/**
 * Name and type for the metadata lines. OpenMetrics names a counter and an info without the suffix that their series
 * carry; where the suffix is missing, or the name without it belongs to another family, the series must not change,
 * so the type gives way. Names are compared as they are written, after escaping.
 */
function headOf({ name, type }: CollectedFamily, escaping: EscapingScheme, taken: Set<string>): Head {
  const escaped = escapeMetricName(name, escaping);
  if (type === "counter") return stripped(escaped, type, "_total", taken) ?? { name: escaped, type: "unknown" };
  if (type === "info") return stripped(escaped, type, "_info", taken) ?? { name: escaped, type: "gauge" };
  // The label of a stateset is named like the family, which an escaped one is not always.
  if (type === "stateset" && escapeLabelName(name, escaping) !== name) return { name: escaped, type: "gauge" };
  return { name: escaped, type };
}

function exemplarWriter(escaping: EscapingScheme): (exemplar: Exemplar) => string {
  return ({ labels, value, timestampMs }) => {
    let length = 0;
    for (const [name, text] of labels) length += Array.from(name).length + Array.from(text).length;
    if (length > EXEMPLAR_LABEL_LIMIT) return "";
    const rendered = renderLabels(
      labels.map(([name]) => name),
      labels.map(([, text]) => text),
      escaping,
    );
    return ` # {${rendered}} ${formatNumber(value)}${timestampMs === undefined ? "" : formatSeconds(timestampMs)}`;
  };
}

/** TYPE, UNIT and HELP lines, kept with the family until its name or type on the page is another. */
function headerOf(family: CollectedFamily, head: Head): string {
  const { header, unit, help } = family;
  const kept = header?.openMetrics;
  if (kept !== undefined && kept.name === head.name && kept.type === head.type) return kept.lines;
  const name = quoteMetricName(head.name);
  let lines = `# TYPE ${name} ${head.type}\n`;
  // A scraper refuses the whole page for a unit that is no suffix of the name as written.
  if (unit !== undefined && isLegacyMetricName(unit) && head.name.endsWith(`_${unit}`)) {
    lines += `# UNIT ${name} ${unit}\n`;
  }
  if (help !== undefined) lines += `# HELP ${name} ${escapeLabelValue(help)}\n`;
  if (header !== undefined) header.openMetrics = { ...head, lines: flat(lines) };
  return lines;
}

/**
 * Writes OpenMetrics 1.0 (0.0.1 has the same bytes). Series are those of the text format, `le` and `quantile`
 * included. Timestamps are in seconds. Exemplars are written for counters and buckets, a unit only when the name
 * ends with it. `_created` is never made up.
 */
export function writeOpenMetrics(families: readonly CollectedFamily[], escaping: EscapingScheme): Buffer {
  const plain: LineStyle = { escaping, timestamp: formatSeconds, exemplar: undefined };
  const withExemplars: LineStyle = { ...plain, exemplar: exemplarWriter(escaping) };
  const taken = new Set<string>();
  const distinct = distinctFamilies(families, escaping);
  // By index: without the optimiser every pass of an iterator makes an object.
  for (let index = 0; index < distinct.length; index += 1) taken.add(escapeMetricName(distinct[index]!.name, escaping));
  const page = new PageBuffer();
  for (let index = 0; index < distinct.length; index += 1) {
    const family = distinct[index]!;
    if (isEmptyFamily(family)) continue;
    const head = headOf(family, escaping, taken);
    page.append(headerOf(family, head));
    const style = head.type === "counter" || head.type === "histogram" ? withExemplars : plain;
    page.append(sampleLines(family, style));
  }
  page.append("# EOF\n");
  return page.finish();
}
