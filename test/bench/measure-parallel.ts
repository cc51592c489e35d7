import type { Contender } from "./measure.ts";
import { rssMb } from "./process-usage.ts";
import { createScraper } from "./scraper.ts";
import { median, quantile } from "./statistics.ts";

/** What several scrapers at once found. */
export interface ParallelFigures {
  readonly scrapers: number;
  readonly seconds: number;
  readonly scrapes: number;
  readonly failed: number;
  /** Median latency of one scraper alone, right before. */
  readonly aloneMedianMs: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Highest resident set seen meanwhile. */
  readonly rssPeakMb: number;
  /** Collections that the program made for these scrapes; undefined where it does not say. */
  readonly collections: number | undefined;
}

const SCRAPERS = 8;
const ALONE_SCRAPES = 50;
const RSS_EVERY_MS = 50;

/** How many collections the agent has made so far, from its own telemetry. */
function collectionsOf(page: string): number | undefined {
  const found = /^sightglass_scrape_collections_total(?:\{[^}]*\})? (\d+)/m.exec(page)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Lets eight scrapers ask one fresh program as fast as they are answered. */
export async function measureParallel(contender: Contender, seconds: number): Promise<ParallelFigures> {
  const server = await contender.start();
  const scrapers = Array.from({ length: SCRAPERS }, () => createScraper(server.address));
  const [first] = scrapers;
  if (first === undefined) throw new Error("no scraper");
  try {
    const alone: number[] = [];
    for (let count = 0; count < ALONE_SCRAPES; count += 1) alone.push((await first.scrape("gzip")).latencyMs);
    const before = collectionsOf((await first.scrape("identity")).page());
    const latencies: number[] = [];
    let failed = 0;
    let rssPeakMb = 0;
    const watch = setInterval(() => (rssPeakMb = Math.max(rssPeakMb, rssMb(server.pid))), RSS_EVERY_MS);
    const end = performance.now() + seconds * 1000;
    await Promise.all(
      scrapers.map(async (scraper) => {
        while (performance.now() < end) {
          try {
            latencies.push((await scraper.scrape("gzip")).latencyMs);
          } catch {
            failed += 1;
          }
        }
      }),
    );
    clearInterval(watch);
    const after = collectionsOf((await first.scrape("identity")).page());
    return {
      scrapers: SCRAPERS,
      seconds,
      scrapes: latencies.length,
      failed,
      aloneMedianMs: median(alone),
      medianMs: median(latencies),
      p99Ms: quantile(latencies, 0.99),
      rssPeakMb,
      collections: before === undefined || after === undefined ? undefined : after - before,
    };
  } finally {
    for (const scraper of scrapers) scraper.close();
    await server.stop();
  }
}
