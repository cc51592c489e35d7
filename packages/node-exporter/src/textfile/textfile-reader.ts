import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { MetricFamily } from "@sightglass/metrics-registry";
import { expandDirectories } from "./expand-directories.ts";
import { mergeFamilies, type TextfileContent } from "./merge-families.ts";
import { parseTextfile } from "./parse-textfile.ts";
import { fileVersion, readRegularFile } from "./read-regular-file.ts";

/** What all files together gave. */
export interface TextfileData {
  readonly families: readonly MetricFamily[];
  /** Modification times, in seconds, of the files that were read well. */
  readonly mtimes: readonly { readonly path: string; readonly seconds: number }[];
  /** What could not be read, parsed or merged; each names its file or folder. */
  readonly errors: readonly string[];
}

/** Reads the files of a set of directories, once for each scrape. */
export interface TextfileReader {
  read(signal: AbortSignal, nowSeconds: number): TextfileData;
}

interface ParsedFile {
  readonly id: string;
  readonly families: readonly MetricFamily[];
}

/** Larger files are parsed each time: what is kept of one takes several times its size. */
const MAX_KEPT_BYTES = 1024 * 1024;

/** A file that changed so recently may change again without its times telling, since file systems count in ticks. */
const SETTLED_MS = 2000;

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Names of the `.prom` entries of one folder; other names are nobody's mistake. */
function promFiles(directory: string, errors: string[]): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(".prom"))
      .toSorted();
  } catch (error) {
    errors.push(message(error));
    return [];
  }
}

/**
 * Makes a reader. A file that did not change since the last scrape is not parsed again; only files of the last scrape
 * are remembered.
 */
export function createTextfileReader(directories: readonly string[]): TextfileReader {
  let kept = new Map<string, ParsedFile>();

  function readFile(
    path: string,
    nowSeconds: number,
    keep: Map<string, ParsedFile>,
  ): [readonly MetricFamily[], number] {
    const seen = fileVersion(path);
    const known = kept.get(path);
    if (known?.id === seen.id) {
      keep.set(path, known);
      return [known.families, seen.mtimeSeconds];
    }
    const { content, version } = readRegularFile(path);
    const families = parseTextfile(content, path);
    if (version.bytes <= MAX_KEPT_BYTES && version.mtimeMs + SETTLED_MS < nowSeconds * 1000) {
      keep.set(path, { id: version.id, families });
    }
    return [families, version.mtimeSeconds];
  }

  return {
    read: (signal, nowSeconds) => {
      const errors: string[] = [];
      const contents: TextfileContent[] = [];
      const mtimes = new Map<string, number>();
      const keep = new Map<string, ParsedFile>();
      for (const directory of expandDirectories(directories)) {
        for (const name of promFiles(directory, errors)) {
          signal.throwIfAborted();
          const path = join(directory, name);
          // A folder that two globs match is read once: its series would only be duplicates of themselves.
          if (mtimes.has(path)) continue;
          try {
            const [families, seconds] = readFile(path, nowSeconds, keep);
            contents.push({ path, families });
            mtimes.set(path, seconds);
          } catch (error) {
            errors.push(message(error));
          }
        }
      }
      kept = keep;
      const merged = mergeFamilies(contents);
      return {
        families: merged.families,
        mtimes: [...mtimes.keys()].toSorted().map((path) => ({ path, seconds: mtimes.get(path) ?? 0 })),
        errors: [...errors, ...merged.errors],
      };
    },
  };
}
