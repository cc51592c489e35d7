import type { CollectedFamily } from "../collected.ts";
import type { MetricType } from "../model.ts";
import { distinctFamilies, hasLegacyName } from "./distinct-families.ts";
import { escapeMetricName } from "./escape-name.ts";
import { formatMilliseconds } from "./format-number.ts";
import type { EscapingScheme } from "./format.ts";
import { flat, PageBuffer } from "./page-buffer.ts";
import { isEmptyFamily, sampleLines, type LineStyle } from "./sample-lines.ts";
import { quoteMetricName } from "./series-prefix.ts";

const TYPE_WORDS: Readonly<Record<MetricType, string>> = {
  gauge: "gauge",
  counter: "counter",
  unknown: "untyped",
  histogram: "histogram",
  summary: "summary",
  info: "gauge",
  stateset: "gauge",
};

function escapeHelp(help: string): string {
  if (!help.includes("\\") && !help.includes("\n")) return help;
  return help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

/** HELP and TYPE lines; those of a legacy name are made once. */
function headerOf(family: CollectedFamily, escaping: EscapingScheme): string {
  const { header } = family;
  if (header?.text !== undefined) return header.text;
  const isLegacy = hasLegacyName(family);
  const name = isLegacy ? family.name : quoteMetricName(escapeMetricName(family.name, escaping));
  const help = family.help === undefined ? "" : `# HELP ${name} ${escapeHelp(family.help)}\n`;
  const lines = `${help}# TYPE ${name} ${TYPE_WORDS[family.type]}\n`;
  if (header !== undefined && isLegacy) header.text = flat(lines);
  return lines;
}

/**
 * Writes text format 0.0.4; 1.0.0 has the same bytes and allows `allow-utf-8`. Types that the format does not know
 * are written as what a server makes of them: info and stateset as gauge, unknown as untyped. Units and exemplars
 * have no place in it. Timestamps are in milliseconds.
 */
export function writeText(families: readonly CollectedFamily[], escaping: EscapingScheme): Buffer {
  const style: LineStyle = { escaping, timestamp: formatMilliseconds, exemplar: undefined };
  const page = new PageBuffer();
  const distinct = distinctFamilies(families, escaping);
  // By index: without the optimiser every pass of an iterator makes an object.
  for (let index = 0; index < distinct.length; index += 1) {
    const family = distinct[index]!;
    if (isEmptyFamily(family)) continue;
    page.append(headerOf(family, escaping));
    page.append(sampleLines(family, style));
  }
  return page.finish();
}
