import { closeSync, openSync, readdirSync, readlinkSync, statfsSync, statSync, type PathLike } from "node:fs";
import type { FileTree } from "./file-tree.ts";
import { decode, decodeTrimmed, readAttribute, readWhole } from "./read-buffer.ts";

/** Errors of a sysfs attribute that mean "this device does not give it". */
const ABSENT: ReadonlySet<string> = new Set(
  "ENOENT EACCES EPERM EINVAL ENODEV ENXIO EOPNOTSUPP ENOTSUP EAGAIN EIO ENODATA EISDIR ENOTDIR ELOOP ETIMEDOUT EBUSY".split(
    " ",
  ),
);
/** Bound of kept-open files, and of remembered absent paths, for each tree. */
const MAX_KEPT = 1024;
/** Bounds of remembered listings; the CPUs of the largest machines still fit. */
const MAX_LISTINGS = 256;
const MAX_LISTED_NAMES = 16_384;
/** How often a full tree gives up the files that have not been read since it last did. */
const SWEEP_MS = 5 * 60_000;
/**
 * What a kept file says whose device, module, process or file server is gone. EINVAL and the like are an attribute's
 * answer while its device is there.
 */
const GONE: ReadonlySet<string> = new Set("ENODEV EIO ENOENT ESTALE ESRCH ENOTCONN".split(" "));
/** f_type of procfs and sysfs (linux/magic.h): only there does a kept-open file always give the current content. */
const KERNEL_FILE_SYSTEMS: ReadonlySet<number> = new Set([0x9fa0, 0x62656572]);

/** Counts what happens to devices, of all network namespaces: one that comes, goes or is renamed is an event. */
const DEVICE_EVENTS = "kernel/uevent_seqnum";

const NO_NAMES: readonly string[] = [];

/** A tree that keeps files open. */
export interface OpenFileTree extends FileTree {
  /** Closes the kept files. What is read later is opened anew. */
  close(): void;
}

interface OpenFile {
  readonly descriptor: number;
  /** Count of sweeps when it was last read: asking the clock at each read would cost a tenth of the read. */
  usedInSweep: number;
}

/** A directory whose path may come to mean another one. */
interface Followed {
  readonly inode: number | undefined;
  /** The kernel's count of device events before the look; undefined outside of sysfs. */
  readonly events: number | undefined;
}

interface Listing {
  /** As the file system gave it. */
  readonly names: readonly string[];
  readonly sorted: readonly string[];
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

function isKernelFileSystem(root: PathLike): boolean {
  try {
    return KERNEL_FILE_SYSTEMS.has(statfsSync(root).type);
  } catch {
    return false;
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

/** Without a record size, reads an attribute. */
function readFrom(descriptor: number, path: string, maxRecordBytes: number | undefined): number {
  return maxRecordBytes === undefined ? readAttribute(descriptor) : readWhole(descriptor, path, maxRecordBytes);
}

/**
 * Makes the view of one root. On procfs and sysfs, files stay open between scrapes and are read again by position:
 * a third of the cost of opening them each time. A kept file whose device or module went away fails its next read and
 * is opened anew by its path, so a replaced one is noticed too. Other file systems (fixtures, copies) are opened each time.
 */
export function createFileTree(root: string): OpenFileTree {
  const base = root.endsWith("/") ? root : `${root}/`;
  const keeps = isKernelFileSystem(root);
  const open = new Map<string, OpenFile>();
  /** Paths that were absent, with the error that said so. */
  const absent = new Map<string, unknown>();
  const listings = new Map<string, Listing>();
  const followed = new Map<string, Followed>();
  let maxKept = MAX_KEPT;
  let sweeps = 0;
  let nextSweepMs = 0;

  function forget(path: string, file: OpenFile): void {
    open.delete(path);
    closeSync(file.descriptor);
  }

  function closeKept(): void {
    for (const [path, file] of open) forget(path, file);
  }

  function makeRoom(): boolean {
    if (open.size < maxKept) return true;
    const nowMs = performance.now();
    if (nowMs < nextSweepMs) return false;
    nextSweepMs = nowMs + SWEEP_MS;
    for (const [path, file] of open) if (file.usedInSweep < sweeps) forget(path, file);
    sweeps += 1;
    return open.size < maxKept;
  }

  function rememberAbsent(path: string, error: unknown): void {
    if (codeOf(error) !== "ENOENT") return;
    if (absent.size >= MAX_KEPT) absent.clear();
    // Writing the stack out lets go of the frames, which hold on to what the functions had at hand.
    void (error as Error).stack;
    absent.set(path, error);
  }

  /** Throws again what was said of a path that is still absent: making and throwing a new error costs four times a stat. */
  function refuseAbsent(path: string): void {
    if (!absent.has(path)) return;
    if (!exists(path)) throw absent.get(path);
    absent.delete(path);
  }

  function openFile(path: string): number {
    refuseAbsent(path);
    try {
      return openSync(base + path, "r");
    } catch (error) {
      rememberAbsent(path, error);
      if (codeOf(error) !== "EMFILE" || open.size === 0) throw error;
      // A process that may have few files open needs some of them for connections.
      maxKept = Math.floor(open.size / 2);
      closeKept();
      return openSync(base + path, "r");
    }
  }

  function read(path: string, maxRecordBytes: number | undefined): number {
    const kept = open.get(path);
    if (kept !== undefined) {
      kept.usedInSweep = sweeps;
      try {
        return readFrom(kept.descriptor, path, maxRecordBytes);
      } catch (error) {
        if (!GONE.has(codeOf(error))) throw error;
        forget(path, kept);
      }
    }
    const descriptor = openFile(path);
    let keep = false;
    try {
      keep = keeps && makeRoom();
      if (keep) open.set(path, { descriptor, usedInSweep: sweeps });
      return readFrom(descriptor, path, maxRecordBytes);
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

  function follow(path: string): boolean {
    if (!keeps) return true;
    // A look costs thrice this read. Read before it, so that an event during the look leads to another.
    const events = number(DEVICE_EVENTS);
    const before = followed.get(path);
    if (before !== undefined && events !== undefined && before.events === events) return false;
    const inode = statSync(base + path, { throwIfNoEntry: false })?.ino;
    if (followed.size >= MAX_KEPT) followed.clear();
    followed.set(path, { inode, events });
    if (before !== undefined && before.inode === inode) return true;
    const below = `${path}/`;
    for (const [kept, file] of open) if (kept.startsWith(below)) forget(kept, file);
    return true;
  }

  /** Length of an attribute in the buffer, undefined when it does not answer. */
  function attributeLength(path: string): number | undefined {
    try {
      if (absent.has(path)) {
        if (!exists(path)) return undefined;
        absent.delete(path);
      }
      return read(path, undefined);
    } catch (error) {
      if (!ABSENT.has(codeOf(error))) throw error;
      return undefined;
    }
  }

  function attribute(path: string): string | undefined {
    const length = attributeLength(path);
    return length === undefined ? undefined : decodeTrimmed(length);
  }

  function number(path: string): number | undefined {
    const text = attribute(path);
    if (text === undefined || text === "") return undefined;
    const value = Number(text);
    return Number.isNaN(value) ? undefined : value;
  }

  function list(path: string): readonly string[] {
    refuseAbsent(path);
    let names: string[];
    try {
      names = readdirSync(base + path);
    } catch (error) {
      rememberAbsent(path, error);
      throw error;
    }
    const before = listings.get(path);
    if (before !== undefined && sameNames(before.names, names)) return before.sorted;
    const sorted = names.toSorted();
    if (names.length <= MAX_LISTED_NAMES) {
      if (listings.size >= MAX_LISTINGS) listings.clear();
      listings.set(path, { names, sorted });
    }
    return sorted;
  }

  return {
    root,
    text: (path) => {
      const descriptor = openFile(path);
      try {
        return decode(readWhole(descriptor, path, Infinity));
      } finally {
        closeSync(descriptor);
      }
    },
    hot: (path, maxRecordBytes = Infinity) => decode(read(path, maxRecordBytes)),
    attribute,
    number,
    list,
    listIfPresent: (path) => {
      try {
        // Looked up first, as throwing costs more than the look.
        return absent.has(path) && !exists(path) ? NO_NAMES : list(path);
      } catch (error) {
        if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR") throw error;
        return NO_NAMES;
      }
    },
    exists,
    link: (path) => readlinkSync(base + path),
    follow,
    close: closeKept,
  };
}
