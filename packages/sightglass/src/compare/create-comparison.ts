import type { Program } from "@sightglass/exporter-kit";
import type { Consumer } from "../consumers/consumer-break.ts";
import { findBreaks } from "../consumers/find-breaks.ts";
import type { MetricsPage, Target } from "../target/read-page.ts";
import type { Comparison, SideSummary } from "./comparison.ts";
import { compareSides } from "./compare-sides.ts";
import { createOwnerFinder } from "./family-owners.ts";
import type { IgnoreFilter } from "./ignore-filter.ts";
import type { Tolerance, Watched } from "./judge-values.ts";
import type { ScrapedSides } from "./scrape-sides.ts";
import { buildHistory, isSteady, type SideHistory } from "./series-history.ts";

/** What a comparison is made of. */
export interface ComparisonParts {
  readonly targets: readonly [old: Target, fresh: Target];
  readonly pages: ScrapedSides;
  readonly filter: IgnoreFilter;
  readonly tolerance: Tolerance;
  readonly withValues: boolean;
  /** Undefined when no rules or dashboards were given. */
  readonly consumers: readonly Consumer[] | undefined;
  /** Agents whose definitions say which collector gives what. */
  readonly programs: readonly Program[];
}

function summary(target: Target, pages: readonly MetricsPage[], side: SideHistory): SideSummary {
  const last = pages.at(-1);
  let series = 0;
  for (const family of side.families.values()) {
    series += family.series.length;
  }
  return {
    name: target.name,
    families: side.families.size,
    series,
    bytes: last?.bytes ?? 0,
    format: last?.format ?? "text",
    scrapes: pages.length,
  };
}

const secondsOf = ({ timesMs }: SideHistory): number => ((timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0)) / 1000;

function unsteadyNote(name: string, { families }: SideHistory): string[] {
  let count = 0;
  for (const { series } of families.values()) {
    count += series.filter((one) => !isSteady(one)).length;
  }
  return count === 0
    ? []
    : [`${count} series of ${name} came or went between the scrapes; they do not count as missing or extra.`];
}

/** A file beside a URL was written at another time, so that what moves has moved. */
const cannotCompareValues = ([old, fresh]: ComparisonParts["targets"]): boolean => old.kind !== fresh.kind;

function notesOf(parts: ComparisonParts, old: SideHistory, fresh: SideHistory): string[] {
  const { targets, pages, withValues } = parts;
  const formats = new Set([pages.old.at(-1)?.format, pages.new.at(-1)?.format]);
  const notes: string[] = [];
  if (!withValues) {
    notes.push("Values were not compared.");
  } else if (cannotCompareValues(targets)) {
    notes.push("Values were not compared: one side is a file and was written at another time.");
  } else if (pages.old.length < 2) {
    notes.push("There is one page of each side, so counters were compared by value and not by rate.");
  }
  if (formats.size > 1) {
    notes.push("The sides answered in different formats; counters without _total have no type in OpenMetrics.");
  }
  return [...notes, ...unsteadyNote(targets[0].name, old), ...unsteadyNote(targets[1].name, fresh)];
}

/** Puts a comparison together. */
export function createComparison(parts: ComparisonParts): Comparison {
  const { targets, pages, filter, consumers, programs } = parts;
  const [old, fresh] = [buildHistory(pages.old, filter.ignoresLabel), buildHistory(pages.new, filter.ignoresLabel)];
  const watched: Watched | undefined =
    parts.withValues && !cannotCompareValues(targets)
      ? { oldSeconds: secondsOf(old), newSeconds: secondsOf(fresh) }
      : undefined;
  const context = { filter, tolerance: parts.tolerance, watched };
  const { groups, counts, equalFamilies } = compareSides(old, fresh, context, createOwnerFinder(programs));
  const broken = consumers && findBreaks(consumers, old.families.values(), fresh.families.values());
  return {
    old: summary(targets[0], pages.old, old),
    new: summary(targets[1], pages.new, fresh),
    equalFamilies,
    groups,
    counts,
    ignored: filter.summary(),
    notes: [...notesOf(parts, old, fresh), ...(broken?.notes ?? [])],
    ...(broken !== undefined && { breaks: broken.breaks, consumers: consumers?.length ?? 0 }),
  };
}
