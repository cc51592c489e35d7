import type { FamilyHistory } from "../compare/series-history.ts";
import type { Consumer, ConsumerBreak } from "./consumer-break.ts";
import { replaceVariables } from "./grafana-variables.ts";
import { namesOf, pageMatchers, SeriesIndex } from "./match-series.ts";
import { parseExpression, type VectorSelector } from "./promql-selectors.ts";

/** What consumers lose, and what could not be said of some. */
export interface BreakReport {
  readonly breaks: readonly ConsumerBreak[];
  readonly notes: readonly string[];
}

interface ReadConsumer extends Consumer {
  readonly selectors: readonly VectorSelector[];
}

/** Most consumers that a note names. */
const MAX_NAMED = 5;

/** What one name that a selector asks for has lost, or nothing. */
function lossOf(name: string, selector: VectorSelector, old: SeriesIndex, fresh: SeriesIndex): string | undefined {
  const labels = old.labelsOf(name);
  const matchers = pageMatchers(selector, labels);
  const before = old.find(name, matchers);
  if (before.length === 0) {
    return undefined;
  }
  const left = fresh.labelsOf(name);
  const now = fresh.find(name, []);
  if (now.length === 0) {
    return `${name} is missing`;
  }
  const matched = selector.matchers.filter(({ label }) => labels.has(label)).map(({ label }) => label);
  const lost = [...matched, ...selector.usedLabels].filter((label) => labels.has(label) && !left.has(label));
  if (lost.length > 0) {
    return `${name} has no label ${[...new Set(lost)].join(", ")}`;
  }
  return fresh.find(name, matchers).length === 0 ? `nothing matches ${selector.text}` : undefined;
}

function lossesOf(consumer: ReadConsumer, old: SeriesIndex, fresh: SeriesIndex): string[] {
  return consumer.selectors.flatMap((selector) =>
    (namesOf(selector, old.names) ?? []).flatMap((name) => lossOf(name, selector, old, fresh) ?? []),
  );
}

/** Names of rules that a consumer reads. */
const namesRead = (consumer: ReadConsumer, records: ReadonlySet<string>): readonly string[] =>
  consumer.selectors.flatMap((selector) => namesOf(selector, records) ?? []);

function spread(consumers: readonly ReadConsumer[], reasons: Map<ReadConsumer, string[]>): void {
  const isRecord = ({ kind }: Consumer): boolean => kind === "recording rule";
  // A rule of one name may exist several times, for several sources: only when all are broken is its series lost.
  const byRecord = new Map<string, ReadConsumer[]>();
  for (const consumer of consumers.filter(isRecord)) {
    byRecord.set(consumer.name, [...(byRecord.get(consumer.name) ?? []), consumer]);
  }
  const records = new Set(byRecord.keys());
  for (let changed = true; changed;) {
    changed = false;
    for (const consumer of consumers) {
      const lost = namesRead(consumer, records).filter((name) =>
        (byRecord.get(name) ?? []).some((rule) => rule !== consumer && (reasons.get(rule)?.length ?? 0) > 0),
      );
      const known = reasons.get(consumer) ?? [];
      const fresh = lost.map((name) => `the rule ${name} is broken`).filter((reason) => !known.includes(reason));
      if (fresh.length > 0) {
        reasons.set(consumer, [...known, ...new Set(fresh)]);
        changed = true;
      }
    }
  }
}

/** Expressions of one panel are one consumer to its reader. */
function mergeByPlace(reasons: ReadonlyMap<ReadConsumer, readonly string[]>): ConsumerBreak[] {
  const merged = new Map<string, ConsumerBreak>();
  for (const [{ kind, name, place }, own] of reasons) {
    if (own.length > 0) {
      const key = JSON.stringify([kind, name, place]);
      const all = [...new Set([...(merged.get(key)?.reasons ?? []), ...own])];
      merged.set(key, { kind, name, place, reasons: all });
    }
  }
  return [...merged.values()];
}

/**
 * Tells which consumers a change from one side to the other breaks: those that found something on the old side and find
 * nothing on the new one, that ask for a label that is gone, or that read a recording rule that is broken so.
 */
export function findBreaks(
  consumers: readonly Consumer[],
  old: Iterable<FamilyHistory>,
  fresh: Iterable<FamilyHistory>,
): BreakReport {
  const [oldIndex, newIndex] = [new SeriesIndex(old), new SeriesIndex(fresh)];
  const unread: string[] = [];
  const read = consumers.map((consumer): ReadConsumer => {
    const { expression, isTemplate } = consumer;
    const { selectors, isWhole } = parseExpression(isTemplate ? replaceVariables(expression) : expression);
    if (!isWhole) {
      unread.push(`${consumer.kind} ${consumer.name}`);
    }
    return { ...consumer, selectors };
  });
  const reasons = new Map(read.map((consumer) => [consumer, lossesOf(consumer, oldIndex, newIndex)]));
  spread(read, reasons);
  const rest = unread.length - MAX_NAMED;
  const named = unread.slice(0, MAX_NAMED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  return {
    breaks: mergeByPlace(reasons),
    notes: unread.length === 0 ? [] : [`Not all of these expressions is PromQL that is understood: ${named}.`],
  };
}
