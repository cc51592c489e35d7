import { closeSync, openSync, readdirSync, readlinkSync, readSync, statfsSync, statSync, type PathLike } from "node:fs";
import { decodeText } from "./decode-text.ts";
import type { FileTree } from "./file-tree.ts";

/** Errors of a sysfs attribute that mean "this device does not give it". */
const ABSENT: ReadonlySet<string> = new Set(
  "ENOENT EACCES EPERM EINVAL ENODEV ENXIO EOPNOTSUPP ENOTSUP EAGAIN EIO ENODATA EISDIR ENOTDIR ELOOP ETIMEDOUT EBUSY".split(
    " ",
  ),
);
const FIRST_BUFFER_BYTES = 64 * 1024;
/** Upstream reads an attribute with one read of this size; longer ones are cut. */
const ATTRIBUTE_BYTES = 128;
/** A kernel text larger than this is not one that a collector expects. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;
/** Bound of kept-open files and of remembered absent paths, for each tree. */
const MAX_KEPT = 1024;
const UNUSED_MS = 5 * 60_000;
/** How often a full tree looks for files that have not been read for long. */
const SWEEP_MS = 30_000;
/**
 * What a kept file says whose device, module, process or file server is gone. EINVAL and the like are an attribute's
 * answer while its device is there.
 */
const GONE: ReadonlySet<string> = new Set("ENODEV EIO ENOENT ESTALE ESRCH ENOTCONN".split(" "));
/** f_type of procfs and sysfs (linux/magic.h): only there does a kept-open file always give the current content. */
const KERNEL_FILE_SYSTEMS: ReadonlySet<number> = new Set([0x9fa0, 0x62656572]);

/** One buffer for all reads of all trees: reads are synchronous, so no two overlap. */
let buffer = Buffer.allocUnsafeSlow(FIRST_BUFFER_BYTES);

/** A tree that keeps files open until it is closed. */
export interface OpenFileTree extends FileTree {
  close(): void;
}

interface OpenFile {
  readonly descriptor: number;
  usedAtMs: number;
}

function isKernelFileSystem(root: PathLike): boolean {
  try {
    return KERNEL_FILE_SYSTEMS.has(statfsSync(root).type);
  } catch {
    return false;
  }
}

/** Length of what is before trailing white space and NULs in the first `length` bytes of the buffer. */
function trimmedLength(length: number): number {
  let end = length;
  while (end > 0) {
    const byte = buffer[end - 1] as number;
    if (byte !== 0 && byte !== 32 && (byte < 9 || byte > 13)) break;
    end -= 1;
  }
  return end;
}

function decode(length: number): string {
  const text = buffer.toString("utf8", 0, length);
  return text.includes("\uFFFD\uFFFD") ? decodeText(buffer.subarray(0, length)) : text;
}

/**
 * Reads a whole file into the shared buffer. seq_file hands out a page or so for each read, so the end is where a
 * read gives nothing; the buffer grows for files that have outgrown it and stays grown.
 */
function readWhole(descriptor: number, path: string): number {
  let length = 0;
  for (;;) {
    if (length === buffer.length) {
      if (length >= MAX_TEXT_BYTES) throw new Error(`${path} is larger than ${MAX_TEXT_BYTES} bytes`);
      const larger = Buffer.allocUnsafeSlow(buffer.length * 2);
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
    const count = readSync(descriptor, buffer, length, buffer.length - length, length);
    if (count === 0) return length;
    length += count;
  }
}

const readAttribute = (descriptor: number): number => readSync(descriptor, buffer, 0, ATTRIBUTE_BYTES, 0);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

/**
 * Makes the view of one root. On procfs and sysfs, files stay open between scrapes and are read again by position:
 * a third of the cost of opening them each time. A kept file whose device or module went away fails its next read and
 * is opened anew by its path, so a replaced one is noticed too. Other file systems (fixtures, copies) are opened each time.
 */
export function createFileTree(root: string): OpenFileTree {
  const base = root.endsWith("/") ? root : `${root}/`;
  const keeps = isKernelFileSystem(root);
  const open = new Map<string, OpenFile>();
  const absent = new Set<string>();
  let maxKept = MAX_KEPT;
  let nextSweepMs = 0;

  function forget(path: string, file: OpenFile): void {
    open.delete(path);
    closeSync(file.descriptor);
  }

  function closeKept(): void {
    for (const [path, file] of open) forget(path, file);
  }

  function makeRoom(nowMs: number): boolean {
    if (open.size < maxKept) return true;
    if (nowMs < nextSweepMs) return false;
    nextSweepMs = nowMs + SWEEP_MS;
    for (const [path, file] of open) if (nowMs - file.usedAtMs > UNUSED_MS) forget(path, file);
    return open.size < maxKept;
  }

  function openFile(path: string): number {
    try {
      return openSync(base + path, "r");
    } catch (error) {
      if (codeOf(error) !== "EMFILE" || open.size === 0) throw error;
      // A process that may have few files open needs some of them for connections.
      maxKept = Math.floor(open.size / 2);
      closeKept();
      return openSync(base + path, "r");
    }
  }

  function read(path: string, into: (descriptor: number, path: string) => number): number {
    const nowMs = keeps ? performance.now() : 0;
    const kept = open.get(path);
    if (kept !== undefined) {
      kept.usedAtMs = nowMs;
      try {
        return into(kept.descriptor, path);
      } catch (error) {
        if (!GONE.has(codeOf(error))) throw error;
        forget(path, kept);
      }
    }
    const descriptor = openFile(path);
    let keep = false;
    try {
      keep = keeps && makeRoom(nowMs);
      if (keep) open.set(path, { descriptor, usedAtMs: nowMs });
      return into(descriptor, path);
    } finally {
      if (!keep) closeSync(descriptor);
    }
  }

  function exists(path: string): boolean {
    try {
      return statSync(base + path, { throwIfNoEntry: false }) !== undefined;
    } catch (error) {
      // Below a file, or behind a link that leads to itself, there is nothing either.
      if (codeOf(error) !== "ENOTDIR" && codeOf(error) !== "ELOOP") throw error;
      return false;
    }
  }

  function attribute(path: string): string | undefined {
    try {
      // Throwing costs four times a stat, so a path that was absent is looked up first.
      if (absent.has(path) && !exists(path)) return undefined;
      return decode(trimmedLength(read(path, readAttribute)));
    } catch (error) {
      const code = codeOf(error);
      if (!ABSENT.has(code)) throw error;
      if (code === "ENOENT") {
        if (absent.size >= MAX_KEPT) absent.clear();
        absent.add(path);
      }
      return undefined;
    }
  }

  return {
    root,
    text: (path) => {
      const descriptor = openFile(path);
      try {
        return decode(readWhole(descriptor, path));
      } finally {
        closeSync(descriptor);
      }
    },
    hot: (path) => decode(read(path, readWhole)),
    attribute,
    number: (path) => {
      const text = attribute(path);
      if (text === undefined || text === "") return undefined;
      const value = Number(text);
      return Number.isNaN(value) ? undefined : value;
    },
    list: (path) => readdirSync(base + path).toSorted(),
    listIfPresent: (path) => {
      try {
        return readdirSync(base + path).toSorted();
      } catch (error) {
        if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR") throw error;
        return [];
      }
    },
    exists,
    link: (path) => readlinkSync(base + path),
    close: closeKept,
  };
}
