import type { CollectorStatus, Registry } from "@sightglass/metrics-registry";
import { escapeControl } from "../log.ts";
import type { Settings } from "./settings.ts";

function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const outcome = ({ reason, message }: CollectorStatus): string =>
  escapeControl(message === "" ? reason : `${reason}: ${message}`);

/**
 * Collects once and writes, for each collector, how many families and series it gave or why it gave none, and which
 * options differ from their defaults.
 */
export async function renderDryRun(registry: Registry, settings: Settings): Promise<string> {
  const scrape = await registry.collect({ deadlineMs: settings.global.collectorTimeoutMs });
  const families = new Map<string, number>();
  for (const { collector, series } of registry.describe()) {
    families.set(collector, (families.get(collector) ?? 0) + (series > 0 ? 1 : 0));
  }
  const rows = registry
    .status()
    .map((status) => [
      status.collector,
      status.reason === "disabled" ? "-" : String(families.get(status.collector) ?? 0),
      status.reason === "disabled" ? "-" : String(status.series),
      status.reason === "disabled" ? "-" : `${(status.durationSeconds * 1_000).toFixed(1)} ms`,
      outcome(status),
    ]);
  const changed = settings.options.all
    .filter(({ origin, name }) => origin !== "default" && name !== "dry-run")
    .map(({ name, shown, place }) => [
      name,
      escapeControl(typeof shown === "string" ? shown : shown.join(", ")),
      `from ${place}`,
    ]);
  const blocks = [
    renderTable([["COLLECTOR", "FAMILIES", "SERIES", "TIME", "STATUS"], ...rows]),
    `${scrape.series} series in all, in ${(scrape.durationSeconds * 1_000).toFixed(1)} ms.`,
    ...(changed.length === 0 ? [] : [`Options that were set:\n${renderTable(changed)}`]),
  ];
  return `${blocks.join("\n\n")}\n`;
}
