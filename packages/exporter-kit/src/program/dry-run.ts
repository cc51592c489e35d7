import {
  measureSeries,
  type CollectorStatus,
  type FamilyCost,
  type Registry,
  type StatusReason,
} from "@sightglass/metrics-registry";
import { escapeControl } from "../log.ts";
import type { Instance } from "./instance.ts";
import type { Settings } from "./settings.ts";

/** What one collector gave. */
interface CollectorReport {
  readonly collector: string;
  readonly status: StatusReason;
  /** Why it gave nothing, or what it lacks; empty when there is nothing to say. */
  readonly reason: string;
  readonly series: number;
  /** In text format, header lines included. */
  readonly bytes: number;
  readonly seconds: number;
  readonly families: readonly FamilyCost[];
}

interface SetOption {
  readonly name: string;
  readonly value: string;
  readonly from: string;
}

/** What a dry run found; the JSON form is this. */
interface DryRunReport {
  readonly series: number;
  readonly bytes: number;
  readonly seconds: number;
  /** What is missing on this machine, a sentence each. */
  readonly missing: readonly string[];
  readonly collectors: readonly CollectorReport[];
  readonly disabled: readonly string[];
  /** Options that differ from their defaults, with the place where they were set. */
  readonly options: readonly SetOption[];
}

function collectorReport(status: CollectorStatus, families: readonly FamilyCost[]): CollectorReport {
  const { collector, reason, message, series, durationSeconds } = status;
  const nothing = reason === "ok" && series === 0 && message === "";
  return {
    collector,
    status: reason,
    reason: nothing ? "there is nothing of it on this machine" : message,
    series,
    bytes: families.reduce((sum, { bytes }) => sum + bytes, 0),
    seconds: durationSeconds,
    families,
  };
}

function setOptions(settings: Settings): readonly SetOption[] {
  return settings.options.all
    .filter(({ origin, name }) => origin !== "default" && name !== "dry-run")
    .map(({ name, shown, place }) => ({
      name,
      value: typeof shown === "string" ? shown : shown.join(", "),
      from: place,
    }));
}

/** Collects once and sums up what each collector gave. */
async function takeReport(registry: Registry, settings: Settings, missing: readonly string[]): Promise<DryRunReport> {
  const scrape = await registry.collect({ deadlineMs: settings.global.collectorTimeoutMs });
  const cost = measureSeries(scrape.families());
  const owners = new Map(registry.describe().map(({ name, collector }) => [name, collector]));
  const byCollector = new Map<string, FamilyCost[]>();
  for (const family of cost.families.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const owner = owners.get(family.name) ?? "";
    byCollector.set(owner, [...(byCollector.get(owner) ?? []), family]);
  }
  const statuses = registry.status();
  return {
    series: scrape.series,
    bytes: cost.bytes,
    seconds: scrape.durationSeconds,
    missing,
    collectors: statuses
      .filter(({ reason }) => reason !== "disabled")
      .map((status) => collectorReport(status, byCollector.get(status.collector) ?? [])),
    disabled: statuses.filter(({ reason }) => reason === "disabled").map(({ collector }) => collector),
    options: setOptions(settings),
  };
}

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

const inMs = (seconds: number): string => `${(seconds * 1_000).toFixed(1)} ms`;

function renderText({ collectors, disabled, options, ...report }: DryRunReport): string {
  const rows = collectors.map(({ collector, status, reason, series, bytes, seconds, families }) => [
    collector,
    String(families.length),
    String(series),
    String(bytes),
    inMs(seconds),
    escapeControl(reason === "" ? status : `${status}: ${reason}`),
  ]);
  const set = options.map(({ name, value, from }) => [name, escapeControl(value), `from ${from}`]);
  const blocks = [
    renderTable([["COLLECTOR", "FAMILIES", "SERIES", "BYTES", "TIME", "STATUS"], ...rows]),
    `${report.series} series in all, ${report.bytes} bytes as text, in ${inMs(report.seconds)}.`,
    ...(disabled.length === 0 ? [] : [`Off, each turned on by --collector.NAME:\n${disabled.join(", ")}`]),
    ...(report.missing.length === 0
      ? []
      : [`Missing on this machine:\n${report.missing.map(escapeControl).join("\n")}`]),
    ...(set.length === 0 ? [] : [`Options that were set:\n${renderTable(set)}`]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/**
 * Collects once and writes, for each collector, how many families, series and bytes it gave or why it gave none, and
 * which options differ from their defaults: as a table, or as JSON, with every family, when logs are JSON.
 */
export async function renderDryRun({ registry, settings, notices }: Instance): Promise<string> {
  const report = await takeReport(registry, settings, notices);
  return settings.global.logFormat === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : renderText(report);
}
