import type { FamilyOwner } from "./family-owners.ts";
import { optionFor } from "./option-families.ts";
import type { SideHistory } from "./series-history.ts";

/** How a side's collectors are, as far as its page tells. */
export interface CollectorStates {
  /** Whether the page reports on collectors at all. */
  readonly areReported: boolean;
  /** Why a collector gave nothing; `ok` when it gave all, undefined when the page does not know it. */
  stateOf(collector: string): string | undefined;
}

const labelOf = (labels: readonly (readonly [string, string])[], name: string): string | undefined =>
  labels.find(([label]) => label === name)?.[1];

/** Reads `…_collector_status{collector,reason}` and `…_scrape_collector_success{collector}`. */
export function collectorStates({ families }: SideHistory): CollectorStates {
  const states = new Map<string, string>();
  const read = (suffix: string, state: (value: number, reason: string | undefined) => string | undefined): void => {
    for (const { name, series } of families.values()) {
      for (const { labels, values } of name.endsWith(suffix) ? series : []) {
        const collector = labelOf(labels, "collector");
        const value = values.findLast((one) => one !== undefined);
        const found = value === undefined ? undefined : state(value, labelOf(labels, "reason"));
        if (collector !== undefined && found !== undefined) {
          states.set(collector, found);
        }
      }
    }
  };
  read("_scrape_collector_success", (value) => (value === 1 ? "ok" : "failed or without data"));
  read("_collector_status", (value, reason) => (value === 1 ? reason : undefined));
  return { areReported: states.size > 0, stateOf: (collector) => states.get(collector) };
}

/** Why a family is missing, and what would bring it back. */
export interface MissingCause {
  readonly flag?: string;
  readonly reason?: string;
}

const STATES: Readonly<Record<string, string>> = {
  no_data: "the collector finds no data",
  denied: "the collector may not read its source",
  error: "the collector fails",
  timeout: "the collector runs out of time",
  unsupported: "the collector is not supported there",
};

const flagsText = (flags: readonly string[]): string => flags.map((flag) => `--${flag}`).join(" ");

/**
 * Says why a family of an owner is missing on a side. A collector that is off has a flag; one that is on may need an
 * option; one that gave nothing has its reason.
 */
export function missingCause(family: string, owner: FamilyOwner, states: CollectorStates): MissingCause {
  if (owner.kind !== "collector") {
    return {};
  }
  const { name, definition } = owner;
  const option = optionFor(family);
  const state = states.stateOf(name);
  const isOff = state === "disabled" || (state === undefined && (states.areReported || !definition.enabledByDefault));
  if (isOff) {
    const flags = [`collector.${name}`, ...(option === undefined ? [] : [option])];
    return {
      flag: flagsText(flags),
      reason: state === "disabled" ? "the collector is off" : "the collector does not run there",
    };
  }
  if (state !== undefined && state !== "ok") {
    return { reason: STATES[state] ?? `the collector: ${state}` };
  }
  return option === undefined ? {} : { flag: flagsText([option]) };
}

/** The flag that would bring missing labels of a family back. */
export function labelFlag(family: string, labels: readonly string[]): string | undefined {
  const flags = labels.flatMap((label) => optionFor(family, label) ?? []);
  return flags.length === 0 ? undefined : flagsText([...new Set(flags)]);
}
