import { RSS_SCRAPES, type ProgramFigures } from "./measure.ts";
import type { ParallelFigures } from "./measure-parallel.ts";
import type { SoakPoint } from "./measure-soak.ts";

/** Everything that one run found out. */
export interface BenchFigures {
  readonly node: string;
  readonly cpus: number;
  readonly host: string;
  readonly peer: string;
  readonly collectors: readonly string[];
  readonly scrapesMeasured: number;
  readonly ours: ProgramFigures;
  readonly theirs: ProgramFigures;
  readonly firstScrapeMs: { readonly ours: number; readonly theirs: number };
  /** Of sightglass, then of node_exporter; empty when it was left out. */
  readonly parallel: readonly ParallelFigures[];
  readonly soak: readonly SoakPoint[];
}

const fixed = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

function row(what: string, ours: number, theirs: number): string {
  return `| ${what} | ${fixed(ours)} | ${fixed(theirs)} | ${fixed((ours / theirs) * 100)} % |`;
}

/** The figures as Markdown, for a terminal and for the documentation. */
export function renderReport(figures: BenchFigures): string {
  const { ours, theirs, firstScrapeMs, soak } = figures;
  const lines = [
    `${figures.scrapesMeasured} scrapes of each, plain and gzip, in turn; ${figures.collectors.length} collectors on both;`,
    `${figures.host}, Node ${figures.node}, ${figures.cpus} CPUs, against ${figures.peer}.`,
    "",
    "| | sightglass | node_exporter | ratio |",
    "|---|---:|---:|---:|",
    row("latency, plain, median (ms)", ours.identity.latencyMedianMs, theirs.identity.latencyMedianMs),
    row("latency, plain, p99 (ms)", ours.identity.latencyP99Ms, theirs.identity.latencyP99Ms),
    row("CPU per scrape, plain (ms)", ours.identity.cpuMs, theirs.identity.cpuMs),
    row("latency, gzip, median (ms)", ours.gzip.latencyMedianMs, theirs.gzip.latencyMedianMs),
    row("latency, gzip, p99 (ms)", ours.gzip.latencyP99Ms, theirs.gzip.latencyP99Ms),
    row("CPU per scrape, gzip (ms)", ours.gzip.cpuMs, theirs.gzip.cpuMs),
    row("start to first scrape, median (ms)", firstScrapeMs.ours, firstScrapeMs.theirs),
    row("RSS before the first scrape (MB)", ours.rssAtStartMb, theirs.rssAtStartMb),
    row(`RSS after ${RSS_SCRAPES} scrapes (MB)`, ours.rssAfterMb, theirs.rssAfterMb),
    row("page, plain (KB)", ours.identity.bytes / 1000, theirs.identity.bytes / 1000),
    row("page, gzip (KB)", ours.gzip.bytes / 1000, theirs.gzip.bytes / 1000),
    row("samples", ours.series, theirs.series),
  ];
  const [ourParallel, theirParallel] = figures.parallel;
  if (ourParallel !== undefined && theirParallel !== undefined) {
    lines.push(
      "",
      `| ${ourParallel.scrapers} scrapers at once for ${ourParallel.seconds} s | sightglass | node_exporter | ratio |`,
      "|---|---:|---:|---:|",
      row("one scraper alone, median (ms)", ourParallel.aloneMedianMs, theirParallel.aloneMedianMs),
      row("latency, median (ms)", ourParallel.medianMs, theirParallel.medianMs),
      row("latency, p99 (ms)", ourParallel.p99Ms, theirParallel.p99Ms),
      row("RSS, highest (MB)", ourParallel.rssPeakMb, theirParallel.rssPeakMb),
      row("scrapes", ourParallel.scrapes, theirParallel.scrapes),
      `| failed | ${ourParallel.failed} | ${theirParallel.failed} | |`,
      `| collections | ${ourParallel.collections ?? "?"} | | |`,
    );
  }
  if (soak.length > 0) {
    lines.push(
      "",
      "| scrapes of sightglass | RSS (MB) | open files | CPU per scrape, gzip (ms) |",
      "|---:|---:|---:|---:|",
    );
    lines.push(
      ...soak.map(
        (point) => `| ${point.scrapes} | ${fixed(point.rssMb)} | ${point.openFiles} | ${fixed(point.cpuMs)} |`,
      ),
    );
  }
  return `${lines.join("\n")}\n`;
}
