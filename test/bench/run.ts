import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { SIGHTGLASS, startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { startNodeExporter } from "../servers/node-exporter.ts";
import { peerProgram } from "../servers/paths.ts";
import { createGeneratedHost } from "./generated-host/create-generated-host.ts";
import { BIG_HOST, SMALL_HOST } from "./generated-host/shape.ts";
import { sameCollectors } from "./collectors.ts";
import { measureScrapes } from "./measure.ts";
import { measureParallel, type ParallelFigures } from "./measure-parallel.ts";
import { measureSoak } from "./measure-soak.ts";
import { measureStarts } from "./measure-start.ts";
import { parseOptions } from "./options.ts";
import { renderReport, type BenchFigures } from "./report.ts";

const options = parseOptions(process.argv.slice(2));
const note = (what: string): void => void process.stderr.write(`bench: ${what}\n`);

ensureBuilt();
const peer = peerProgram("node_exporter", options.peer);
const { names, flags: collectorFlags } = sameCollectors(
  { command: SIGHTGLASS, args: ["node"] },
  { command: peer, args: [] },
  options.extra,
);
const shape = { this: undefined, small: SMALL_HOST, big: BIG_HOST }[options.host];
const host = shape === undefined ? undefined : createGeneratedHost(shape);
process.once("exit", () => host?.remove());
const advance = (): void => host?.advance();
const flags = [...collectorFlags, ...(host?.flags ?? [])];
const contenders = [
  { name: "sightglass", start: () => startAgent({ flags }) },
  { name: "node_exporter", start: () => startNodeExporter({ version: options.peer, flags }) },
] as const;

note(`${options.starts} starts of each`);
const [oursFirst = Number.NaN, theirsFirst = Number.NaN] = await measureStarts(
  [
    (address) => ({
      name: "bench-start-sightglass",
      command: SIGHTGLASS,
      args: ["node", `--web.listen-address=${address}`, ...flags],
    }),
    (address) => ({
      name: "bench-start-node_exporter",
      command: peer,
      args: [`--web.listen-address=${address}`, ...flags],
    }),
  ],
  options.starts,
);
note(`${options.scrapes} scrapes of each, plain and gzip`);
const [ours, theirs] = await measureScrapes(contenders, options, advance);
if (ours === undefined || theirs === undefined) {
  throw new Error("a program has no figures");
}
if (ours.collectors.join() !== theirs.collectors.join()) {
  throw new Error(`different collectors were run: ${ours.collectors.join()} and ${theirs.collectors.join()}`);
}
note(`${options.parallelSeconds} s of eight scrapers at once, for each`);
const parallel: ParallelFigures[] = [];
if (options.parallelSeconds > 0) {
  for (const contender of contenders) parallel.push(await measureParallel(contender, options.parallelSeconds));
}
note(`${options.soak} scrapes of sightglass`);
const soak = options.soak > 0 ? await measureSoak(contenders[0], options.soak, () => host?.churn()) : [];

const figures: BenchFigures = {
  node: process.version,
  cpus: availableParallelism(),
  host: options.host === "this" ? "this host" : `a generated ${options.host} host`,
  peer: options.peer === "current" ? "node_exporter 1.12.1" : "Debian's node_exporter",
  collectors: names,
  scrapesMeasured: options.scrapes,
  ours,
  theirs,
  firstScrapeMs: { ours: oursFirst, theirs: theirsFirst },
  parallel,
  soak,
};
if (options.json !== undefined) {
  writeFileSync(options.json, `${JSON.stringify(figures, undefined, 2)}\n`);
}
process.stdout.write(renderReport(figures));
