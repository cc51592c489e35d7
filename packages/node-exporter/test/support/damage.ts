import { readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import {
  createRegistry,
  DeniedError,
  NoDataError,
  ParseError,
  PartialDataError,
  type CollectorDefinition,
  type CollectorStatus,
  type Registry,
} from "@sightglass/metrics-registry";
import { array, constantFrom, sample, uint8Array } from "fast-check";
import type { Host } from "../../src/host.ts";
import { fixtureHost } from "./collect.ts";
import { filesBelow } from "./files-below.ts";
import { configured, HEALTH, type OptionsByCollector } from "./registry-settings.ts";
import { traceHost } from "./traced-host.ts";

/** What is done to one file; undefined content removes it. */
export interface Damage {
  readonly what: string;
  readonly content: Buffer | undefined;
}

/** What is damaged, and what is run over it. */
export interface DamageRun {
  readonly collectors: readonly CollectorDefinition<Host>[];
  readonly options: OptionsByCollector;
  /** A host's folder, as `fixtureHost` takes it. Every file is put back after its damages. */
  readonly folder: string;
  readonly damagesOf: (content: Buffer, seed: number) => readonly Damage[];
}

/** What a run found. */
export interface DamageReport {
  /** Files that were damaged. */
  readonly files: number;
  /** Files that no collector reads. */
  readonly unread: readonly string[];
  readonly scrapes: number;
  /** Failures of collectors, all as they should be. */
  readonly failures: number;
  readonly problems: readonly string[];
}

/** Values that the file system below the test changes by itself. */
const LIVE = /^(node_filesystem_(size|free|avail|files)|node_scrape_collector_|node_textfile_mtime)/;

/** Sentinels: a part of the collectors, run beside those that read the damaged file. */
const SENTINELS: ReadonlySet<string> = new Set(["loadavg", "os", "time", "vmstat"]);
/** Every so many damages all collectors run. */
const WHOLE_EVERY = 40;

interface Outcome {
  readonly status: CollectorStatus;
  readonly error: unknown;
}

interface Bench {
  readonly registry: Registry;
  readonly outcomes: Map<string, Outcome>;
}

function createBench(run: DamageRun, names: ReadonlySet<string>, host: Host): Bench {
  const outcomes = new Map<string, Outcome>();
  const registry = createRegistry<Host>({
    collectors: configured(
      run.collectors.filter(({ name }) => names.has(name)),
      run.options,
    ),
    source: host,
    health: HEALTH,
    onOutcome: (status, error) => void outcomes.set(status.collector, { status, error }),
  });
  return { registry, outcomes };
}

async function linesOf({ registry }: Bench): Promise<ReadonlySet<string>> {
  const scrape = await registry.collect({ deadlineMs: 10_000 });
  const lines = new Set<string>();
  for (const family of scrape.families()) {
    if (LIVE.test(family.name)) continue;
    if ("series" in family) family.series.forEach(({ prefix }, index) => lines.add(`${prefix}${family.values[index]}`));
    else for (const point of family.points) lines.add(`${family.name} ${JSON.stringify(point)}`);
  }
  return lines;
}

/** A thrown value as it should be: an error of the model's own, or one of the file system. */
function isProperError(error: unknown): boolean {
  if (error instanceof PartialDataError) return isProperError(error.cause);
  if (error instanceof ParseError || error instanceof NoDataError || error instanceof DeniedError) return true;
  return error instanceof Error && "code" in error && "syscall" in error;
}

/** Long enough to lead to one file by itself. */
const TELLING_NAME = 9;

/** The file that a path leads to through links, or none. */
function fileAt(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Whether a message leads to the file: its path below the tree's root, its folder, a telling name, or another path to it
 * by the links of sysfs.
 */
function names(message: string, path: string, folder: string): boolean {
  const name = basename(path);
  if (
    message.includes(path.split("/").slice(1).join("/")) ||
    message.includes(dirname(path)) ||
    (name.length >= TELLING_NAME && message.includes(name))
  ) {
    return true;
  }
  const [root = ""] = path.split("/");
  const file = fileAt(join(folder, path));
  const paths = message.match(/[\w.:-]+(?:\/[\w.:-]+)+/g) ?? [];
  return paths.some((found) => fileAt(join(folder, root, found.replace(/(?::\d+)?:?$/, ""))) === file);
}

/**
 * Damages every file that a collector reads, one at a time and in several ways, and scrapes: with collectors that have
 * seen the sound file, and with new ones. No scrape may reject, no collector's samples change but those that read the
 * file, and each failure has to be of a proper kind and name the file.
 */
export async function damageEachFile(run: DamageRun): Promise<DamageReport> {
  const { folder } = run;
  const host = fixtureHost(folder, () => 1_700_000_000);
  const baseline = new Map<string, ReadonlySet<string>>();
  const touchedBy = new Map<string, Set<string>>();
  for (const { name } of run.collectors) {
    const touched = new Set<string>();
    baseline.set(name, await linesOf(createBench(run, new Set([name]), traceHost(host, touched))));
    touchedBy.set(name, touched);
  }
  // Not by the host's trees but by their own paths.
  const textfiles = run.options["textfile"]?.["directories"] as readonly string[];
  const readersOf = (file: string): ReadonlySet<string> =>
    new Set(
      run.collectors
        .map(({ name }) => name)
        .filter((name) => {
          const touched = touchedBy.get(name);
          if (name === "textfile" && textfiles.includes(dirname(file))) return true;
          return touched?.has(file) === true || touched?.has(dirname(file)) === true;
        }),
    );
  const all = new Set(run.collectors.map(({ name }) => name));
  const problems: string[] = [];
  const unread: string[] = [];
  let scrapes = 0;
  let failures = 0;
  let files = 0;

  async function check(bench: Bench, readers: ReadonlySet<string>, file: string, what: string): Promise<void> {
    const path = relative(folder, file);
    const lines = await linesOf(bench);
    scrapes += 1;
    for (const [name, { status, error }] of bench.outcomes) {
      if (!readers.has(name)) {
        for (const line of baseline.get(name) ?? []) {
          if (!lines.has(line)) problems.push(`${path} ${what}: ${name} lost ${line}`);
        }
      }
      if (status.reason === "ok") continue;
      failures += 1;
      if (!isProperError(error)) problems.push(`${path} ${what}: ${name} threw ${String(error)}`);
      if (status.reason !== "no_data" && !names(status.message, path, folder)) {
        problems.push(`${path} ${what}: ${name} does not name it: ${status.message}`);
      }
    }
  }

  for (const file of filesBelow(folder)) {
    const readers = readersOf(file);
    if (readers.size === 0) {
      unread.push(relative(folder, file));
      continue;
    }
    files += 1;
    const content = readFileSync(file);
    for (const { what, content: damaged } of run.damagesOf(content, files)) {
      const chosen = scrapes % WHOLE_EVERY === 0 ? all : new Set([...readers, ...SENTINELS]);
      try {
        const seasoned = createBench(run, chosen, host);
        await linesOf(seasoned);
        if (damaged === undefined) rmSync(file);
        else writeFileSync(file, damaged);
        await check(seasoned, readers, file, what);
        await check(createBench(run, chosen, host), readers, file, `${what}, from the start`);
      } catch (error) {
        problems.push(`${relative(folder, file)} ${what}: rejected: ${String(error)}`);
      } finally {
        writeFileSync(file, content);
      }
    }
  }
  return { files, unread, scrapes, failures, problems };
}

const garbage = (seed: number, count: number): readonly Buffer[] =>
  sample(uint8Array({ minLength: 1, maxLength: 400 }), { seed, numRuns: count }).map((bytes) => Buffer.from(bytes));

/** Characters that kernel files are made of. */
const PLAUSIBLE = "0123456789abc:()[]=-+.,%\t \n".split("");

function printable(seed: number): Buffer {
  const [characters = []] = sample(array(constantFrom(...PLAUSIBLE), { minLength: 1, maxLength: 300 }), {
    seed,
    numRuns: 1,
  });
  return Buffer.from(characters.join(""));
}

/** All damages: gone, empty, cut at several points, replaced, lines lost or doubled, numbers too large or negative. */
export function allDamages(content: Buffer, seed: number): readonly Damage[] {
  const text = content.toString("latin1");
  const lines = text.split("\n");
  const cut = (part: number): Damage => ({
    what: `cut at ${part}`,
    content: content.subarray(0, Math.floor(content.length * part)),
  });
  const replaced = (what: string, by: string): Damage => ({ what, content: Buffer.from(by, "latin1") });
  return [
    { what: "removed", content: undefined },
    { what: "emptied", content: Buffer.alloc(0) },
    cut(0.1),
    cut(0.33),
    cut(0.5),
    cut(0.77),
    { what: "cut before its last two bytes", content: content.subarray(0, Math.max(0, content.length - 2)) },
    ...garbage(seed, 2).map((bytes, index) => ({ what: `garbage ${index}`, content: bytes })),
    { what: "printable garbage", content: printable(seed) },
    { what: "NULs", content: Buffer.alloc(64) },
    replaced("without its first line", lines.slice(1).join("\n")),
    replaced("with lines doubled", lines.flatMap((line) => [line, line]).join("\n")),
    replaced("with other numbers", text.replaceAll(/\d+/g, "99999999999999999999999")),
    replaced("with words for numbers", text.replaceAll(/\d+/g, "x")),
    replaced("with signs before numbers", text.replaceAll(/\d+/g, "-$&")),
  ];
}

/** A part of the damages, for trees with many files. */
export function fewDamages(content: Buffer, seed: number): readonly Damage[] {
  const every = allDamages(content, seed);
  const picked = [seed % 7, 7 + (seed % 9)];
  return picked.flatMap((index) => every[index] ?? []);
}
