import { setTimeout as wait } from "node:timers/promises";
import type { ClientSettings } from "../target/client-settings.ts";
import { readPage, type MetricsPage, type Target } from "../target/read-page.ts";

/** A target and how it is asked. */
export interface Side {
  readonly target: Target;
  readonly settings: ClientSettings;
}

/** How often both sides are read. */
export interface ScrapePlan {
  readonly scrapes: number;
  readonly intervalMs: number;
}

/** Pages of both sides. A file is read once: it does not change by being read again. */
export interface ScrapedSides {
  readonly old: readonly MetricsPage[];
  readonly new: readonly MetricsPage[];
}

/**
 * Reads both sides at the same moments, so that what moves has moved as far on both. Ends at the first page that cannot
 * be had, with its TargetError.
 */
export async function scrapeSides(old: Side, fresh: Side, plan: ScrapePlan): Promise<ScrapedSides> {
  const pages: { readonly old: MetricsPage[]; readonly new: MetricsPage[] } = { old: [], new: [] };
  const read = async ({ target, settings }: Side, into: MetricsPage[]): Promise<void> => {
    if (target.kind === "url" || into.length === 0) {
      into.push(await readPage(target, settings));
    }
  };
  const isStill = old.target.kind === "file" && fresh.target.kind === "file";
  const startMs = performance.now();
  for (let scrape = 0; scrape < (isStill ? 1 : plan.scrapes); scrape += 1) {
    const restMs = startMs + scrape * plan.intervalMs - performance.now();
    if (restMs > 0) {
      await wait(restMs);
    }
    // Each side is the first in turn: the scrapes themselves open connections, which the second one counts.
    const turns = [() => read(old, pages.old), () => read(fresh, pages.new)];
    await Promise.all((scrape % 2 === 0 ? turns : turns.toReversed()).map((turn) => turn()));
  }
  return pages;
}
