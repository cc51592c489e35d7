import type { HttpServerProcess } from "../servers/http-server.ts";
import { cpuMs, rssMb } from "./process-usage.ts";
import { createScraper, type Encoding, type Scraper } from "./scraper.ts";
import { median, quantile } from "./statistics.ts";

/** A program under measurement: how to start it, and its name in the table. */
export interface Contender {
  readonly name: string;
  readonly start: () => Promise<HttpServerProcess>;
}

/** Figures of one program for one encoding. */
export interface ScrapeFigures {
  readonly latencyMedianMs: number;
  readonly latencyP99Ms: number;
  /** User and system time of the program for one scrape. */
  readonly cpuMs: number;
  readonly bytes: number;
}

/** All figures of one program. */
export interface ProgramFigures {
  readonly identity: ScrapeFigures;
  readonly gzip: ScrapeFigures;
  readonly series: number;
  /** Names of the collectors that reported on themselves in the page, sorted. */
  readonly collectors: readonly string[];
  /** Before the first scrape, and after the thousandth. */
  readonly rssAtStartMb: number;
  readonly rssAfterMb: number;
}

/** The scrape after which memory is looked at. */
export const RSS_SCRAPES = 1000;

interface Running {
  readonly server: HttpServerProcess;
  readonly scraper: Scraper;
  readonly rssAtStartMb: number;
  rssAfterMb: number;
  scrapes: number;
}

/** How many scrapes of each program, how many in a row, and what happens to the host before each turn. */
interface Turns {
  readonly scrapes: number;
  readonly block: number;
  readonly advance: () => void;
}

async function scrapeOnce(
  run: Running,
  encoding: Encoding,
): Promise<{ readonly latencyMs: number; readonly bytes: number }> {
  const result = await run.scraper.scrape(encoding);
  run.scrapes += 1;
  if (run.scrapes === RSS_SCRAPES) {
    run.rssAfterMb = rssMb(run.server.pid);
  }
  return result;
}

async function scrapeTurns(runs: readonly Running[], turns: Turns, encoding: Encoding): Promise<ScrapeFigures[]> {
  const latencies: number[][] = runs.map(() => []);
  const bytes: number[] = runs.map(() => 0);
  const before = runs.map(({ server }) => cpuMs(server.pid));
  for (let done = 0; done < turns.scrapes; done += turns.block) {
    const inRow = Math.min(turns.block, turns.scrapes - done);
    turns.advance();
    for (const [index, run] of runs.entries()) {
      for (let scrape = 0; scrape < inRow; scrape += 1) {
        const result = await scrapeOnce(run, encoding);
        latencies[index]?.push(result.latencyMs);
        bytes[index] = result.bytes;
      }
    }
  }
  return runs.map(({ server }, index) => ({
    latencyMedianMs: median(latencies[index] ?? []),
    latencyP99Ms: quantile(latencies[index] ?? [], 0.99),
    cpuMs: (cpuMs(server.pid) - (before[index] ?? 0)) / turns.scrapes,
    bytes: bytes[index] ?? 0,
  }));
}

const seriesOf = (page: string): number =>
  page.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length;

const collectorsOf = (page: string): readonly string[] =>
  [...page.matchAll(/^node_scrape_collector_success\{collector="(\w+)"\}/gm)]
    .map(([, name = ""]) => name)
    .toSorted((a, b) => (a < b ? -1 : 1));

/**
 * Runs all contenders at the same time and scrapes them in turn, so that whatever else the machine does falls on all
 * of them alike. Fresh processes; nothing else runs in them before.
 */
export async function measureScrapes(
  contenders: readonly Contender[],
  counts: { readonly warmUp: number; readonly scrapes: number; readonly block: number },
  advance: () => void,
): Promise<readonly ProgramFigures[]> {
  const runs: Running[] = [];
  try {
    for (const contender of contenders) {
      const server = await contender.start();
      const rssAtStartMb = rssMb(server.pid);
      runs.push({ server, scraper: createScraper(server.address), rssAtStartMb, rssAfterMb: Number.NaN, scrapes: 0 });
    }
    const { block, scrapes, warmUp } = counts;
    await scrapeTurns(runs, { scrapes: warmUp, block, advance }, "gzip");
    await scrapeTurns(runs, { scrapes: warmUp, block, advance }, "identity");
    const identity = await scrapeTurns(runs, { scrapes, block, advance }, "identity");
    const gzip = await scrapeTurns(runs, { scrapes, block, advance }, "gzip");
    await scrapeTurns(runs, { scrapes: Math.max(0, RSS_SCRAPES - (runs[0]?.scrapes ?? 0)), block, advance }, "gzip");
    const figures: ProgramFigures[] = [];
    for (const [index, run] of runs.entries()) {
      const page = (await run.scraper.scrape("identity")).page();
      const [plain, packed] = [identity[index], gzip[index]];
      if (plain === undefined || packed === undefined) {
        throw new Error("a program has no figures");
      }
      figures.push({
        identity: plain,
        gzip: packed,
        series: seriesOf(page),
        collectors: collectorsOf(page),
        rssAtStartMb: run.rssAtStartMb,
        rssAfterMb: run.rssAfterMb,
      });
    }
    return figures;
  } finally {
    for (const { scraper, server } of runs) {
      scraper.close();
      await server.stop();
    }
  }
}
