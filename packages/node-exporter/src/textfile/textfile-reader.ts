import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { MetricFamily } from "@sightglass/metrics-registry";
import { expandDirectories } from "./expand-directories.ts";
import { mergeFamilies, type TextfileContent } from "./merge-families.ts";
import type { AnsweringFolders } from "./network-folders.ts";
import { parseTextfile } from "./parse-textfile.ts";
import { fileVersion, readRegularFile, type FileVersion } from "./read-regular-file.ts";

/** A file's modification time in Unix seconds. */
export interface FileTime {
  readonly path: string;
  readonly seconds: number;
}

/** Whether everything of a file, or of a folder that cannot be listed, is exposed. */
export interface FileOutcome {
  readonly path: string;
  readonly failed: boolean;
}

/** What all files together gave. */
export interface TextfileData {
  readonly families: readonly MetricFamily[];
  /** Of the files that were read without an error, sorted by path. */
  readonly mtimes: readonly FileTime[];
  /** Of every file, sorted by path. */
  readonly files: readonly FileOutcome[];
  /** What could not be read, parsed or merged; each names its file or folder. */
  readonly errors: readonly string[];
}

/** What is read, and what is made of it. */
export interface TextfileReaderOptions {
  /** Age in milliseconds from which on a file is left out; 0 for none. */
  readonly maxAgeMs?: number;
  /** Whether series under a help text that contradicts an earlier file's are exposed; they are when absent. */
  readonly keepsOtherHelp?: boolean;
}

/** Reads the files of a set of directories, once for each scrape. */
export interface TextfileReader {
  /** Of folders, or globs for them, beside those that were found not to answer. */
  read(folders: AnsweringFolders, signal: AbortSignal, nowSeconds: number): TextfileData;
}

interface ReadFile {
  readonly families: readonly MetricFamily[];
  /** At least one when anything of the file is lost. */
  readonly errors: readonly string[];
  readonly mtimeSeconds: number;
}

/** Larger files are parsed each time: what is kept of one takes several times its size. */
const MAX_KEPT_BYTES = 1024 * 1024;
/** A file that changed so recently may change again without its times telling, since file systems count in ticks. */
const SETTLED_MS = 2000;
/** Messages about one file; what is wrong with it seldom differs from line to line. */
const MAX_MESSAGES = 3;
/** Time for parsing in one scrape: the files of a folder may be many, and reading them lets nothing else run. */
const PARSE_LIMIT_MS = 1500;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function messages(badLines: readonly Error[], path: string): readonly string[] {
  const first = badLines.slice(0, MAX_MESSAGES).map(messageOf);
  const more = badLines.length - first.length;
  return more > 0 ? [...first, `${path}: ${more} more bad lines`] : first;
}

/** Names of the `.prom` entries of one folder; other names are nobody's mistake. */
const promFiles = (directory: string): readonly string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith(".prom"))
    .toSorted();

const byPath = ({ path: one }: { readonly path: string }, { path: other }: { readonly path: string }): number =>
  one < other ? -1 : 1;

/**
 * Makes a reader. A file that did not change since the last scrape is not parsed again; only files of the last scrape
 * are remembered.
 */
export function createTextfileReader(options: TextfileReaderOptions = {}): TextfileReader {
  const { maxAgeMs = 0, keepsOtherHelp = true } = options;
  let kept = new Map<string, { readonly id: string; readonly file: ReadFile }>();

  function parse(path: string, nowMs: number, keep: typeof kept): ReadFile {
    const { content, version } = readRegularFile(path);
    const { families, badLines } = parseTextfile(content, path);
    const file = { families, errors: messages(badLines, path), mtimeSeconds: version.mtimeSeconds };
    if (version.bytes <= MAX_KEPT_BYTES && version.mtimeMs + SETTLED_MS < nowMs) {
      keep.set(path, { id: version.id, file });
    }
    return file;
  }

  /** Undefined when what was parsed before still holds no answer. */
  function known(path: string, version: FileVersion, keep: typeof kept): ReadFile | undefined {
    const before = kept.get(path);
    if (before?.id !== version.id) return undefined;
    keep.set(path, before);
    return before.file;
  }

  function readOne(path: string, nowMs: number, parseUntilMs: number, keep: typeof kept): ReadFile {
    const version = fileVersion(path);
    if (maxAgeMs > 0 && nowMs - version.mtimeMs > maxAgeMs) {
      throw new Error(`${path}: too old, last changed at ${new Date(version.mtimeMs).toISOString()}`);
    }
    const before = known(path, version, keep);
    if (before !== undefined) return before;
    if (performance.now() >= parseUntilMs) throw new Error(`${path}: not read, the files before it took too long`);
    return parse(path, nowMs, keep);
  }

  function read({ folders, silent }: AnsweringFolders, signal: AbortSignal, nowSeconds: number): TextfileData {
    const errors: string[] = [];
    const contents: TextfileContent[] = [];
    const mtimes: FileTime[] = [];
    const failed = new Map<string, boolean>();
    const keep: typeof kept = new Map();
    const parseUntilMs = performance.now() + PARSE_LIMIT_MS;
    const fail = (path: string, message: string): void => {
      failed.set(path, true);
      errors.push(message);
    };
    for (const { path, message } of silent) fail(path, message);
    for (const directory of expandDirectories(folders)) {
      let names: readonly string[] = [];
      try {
        names = promFiles(directory);
      } catch (error) {
        fail(directory, messageOf(error));
      }
      for (const name of names) {
        signal.throwIfAborted();
        const path = join(directory, name);
        // A folder that two globs match is read once: its series would only be duplicates of themselves.
        if (failed.has(path)) continue;
        failed.set(path, false);
        try {
          const file = readOne(path, nowSeconds * 1000, parseUntilMs, keep);
          contents.push({ path, families: file.families });
          for (const message of file.errors) fail(path, message);
          // As upstream, which has none for a file with an error, lest a failure look fresh.
          if (file.errors.length === 0) mtimes.push({ path, seconds: file.mtimeSeconds });
        } catch (error) {
          fail(path, messageOf(error));
        }
      }
    }
    kept = keep;
    const { families, clashes } = mergeFamilies(contents, keepsOtherHelp);
    for (const { path, message } of clashes) fail(path, message);
    const files = [...failed].map(([path, isFailed]) => ({ path, failed: isFailed }));
    return { families, mtimes: mtimes.toSorted(byPath), files: files.toSorted(byPath), errors };
  }

  return { read };
}
