import { closeSync, constants, openSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { createAbsentPaths } from "./absent-paths.ts";
import { createDeviceEpoch } from "./device-epoch.ts";
import type { FileTree } from "./file-tree.ts";
import { createKeptDirectories, type KeptDirectory } from "./kept-directories.ts";
import { createKeptListings } from "./kept-listings.ts";
import { decode, decodeTrimmed, readAttribute, readWhole } from "./read-buffer.ts";
import { silentSource } from "./silent-source.ts";

/** Errors of a sysfs attribute that mean "this device does not give it". */
const ABSENT: ReadonlySet<string> = new Set(
  "ENOENT EACCES EPERM EINVAL ENODEV ENXIO EOPNOTSUPP ENOTSUP EAGAIN EIO ENODATA EISDIR ENOTDIR ELOOP ETIMEDOUT EBUSY".split(
    " ",
  ),
);
/** Bound of kept-open files for each tree: a host of 256 CPUs and 200 network devices has 11,000 that are read each time. */
const MAX_KEPT = 16_384;
/** Bound of followed directories. */
const MAX_FOLLOWED = 4096;
/**
 * Devices that are gone leave their files open. When so many have been opened since the last sweep, those are given up
 * that were not read since the one before; more often than this, one scrape might be swept twice.
 */
const SWEEP_OPENS = 256;
const SWEEP_MS = 5_000;
/**
 * What a kept file says whose device, module, process or file server is gone. EINVAL and the like are an attribute's
 * answer while its device is there.
 */
const GONE: ReadonlySet<string> = new Set("ENODEV EIO ENOENT ESTALE ESRCH ENOTCONN".split(" "));
/** Opening never waits, not for the other end of a FIFO either. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

/** Counts what happens to devices, of all network namespaces: one that comes, goes or is renamed is an event. */
const DEVICE_EVENTS = "kernel/uevent_seqnum";

/**
 * Files of procfs that come with a part of the kernel: it has them from the boot on, or since a module was loaded, which
 * is an event of the module's own device after its initialisation (do_init_module in kernel/module/main.c; before Linux
 * 5.12 just ahead of it).
 */
const MODULE_FILE =
  /^(?:mdstat|schedstat|pressure\/\w+|net\/\w+|net\/(?:rpc|stat)\/\w+|sys\/net\/netfilter\/\w+|spl\/kstat\/zfs)$/;
const NO_NAMES: readonly string[] = [];

/** A tree that keeps files open. */
export interface OpenFileTree extends FileTree {
  /** Closes the kept files. What is read later is opened anew. */
  close(): void;
}

interface OpenFile {
  readonly descriptor: number;
  readonly directory: KeptDirectory | "always";
  /** Count of sweeps when it was last read: asking the clock at each read would cost a tenth of the read. */
  usedInSweep: number;
}

/** A directory whose path may come to mean another one. */
interface Followed {
  readonly inode: number | undefined;
  /** The device epoch of the look. */
  readonly epoch: number;
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

/**
 * Without a record size, reads an attribute. A FIFO in a file's place cannot be read by position: it stands for a source
 * that never answers, and whoever waited for it would be late.
 */
function readFrom(descriptor: number, path: string, maxRecordBytes: number | undefined): number {
  try {
    return maxRecordBytes === undefined ? readAttribute(descriptor) : readWhole(descriptor, path, maxRecordBytes);
  } catch (error) {
    if (codeOf(error) !== "ESPIPE") throw error;
    throw silentSource(path);
  }
}

/**
 * Makes the view of one root. Files stay open between scrapes and are read again by position: a third of the cost of
 * opening them each time. A kept file whose device or module went away fails its next read and is opened anew by its
 * path, so a replaced one is noticed too. Outside of procfs and sysfs (fixtures, copies) its folder tells of that.
 * `epochOfSysfs` is for procfs the device epoch of the same kernel's sysfs.
 */
export function createFileTree(
  root: string,
  maxKeptFiles: number = MAX_KEPT,
  epochOfSysfs?: () => number,
): OpenFileTree {
  const base = root.endsWith("/") ? root : `${root}/`;
  const directories = createKeptDirectories(root);
  const open = new Map<string, OpenFile>();
  const deviceEpoch = createDeviceEpoch(() => (directories.kind === "sysfs" ? number(DEVICE_EVENTS) : undefined));
  const absent =
    directories.kind === "sysfs"
      ? createAbsentPaths(exists, deviceEpoch)
      : createAbsentPaths(exists, directories.kind === "procfs" ? epochOfSysfs : undefined, (path) =>
          MODULE_FILE.test(path),
        );
  const list = createKeptListings(readFolder, directories.kind === "sysfs" ? deviceEpoch : undefined);
  const followed = new Map<string, Followed>();
  let calls = 0;
  let maxKept = maxKeptFiles;
  let sweeps = 0;
  let opens = 0;
  let nextSweepMs = 0;

  function forget(path: string, file: OpenFile): void {
    open.delete(path);
    closeSync(file.descriptor);
  }

  function closeKept(): void {
    for (const [path, file] of open) forget(path, file);
  }

  /** To be called before a file is kept; false when there is no room for it. */
  function makeRoom(): boolean {
    opens += 1;
    if (opens < SWEEP_OPENS && open.size < maxKept) return true;
    const nowMs = performance.now();
    if (nowMs >= nextSweepMs) {
      nextSweepMs = nowMs + SWEEP_MS;
      opens = 0;
      for (const [path, file] of open) if (file.usedInSweep < sweeps) forget(path, file);
      sweeps += 1;
    }
    return open.size < maxKept;
  }

  function rememberAbsent(path: string, error: unknown): void {
    if (codeOf(error) !== "ENOENT") return;
    // Writing the stack out lets go of the frames, which hold on to what the functions had at hand.
    void (error as Error).stack;
    absent.remember(path, error);
  }

  /** Throws again what was said of a path that is still absent. */
  function refuseAbsent(path: string): void {
    const reason = absent.reasonIfStill(path);
    if (reason !== undefined) throw reason;
  }

  function openFile(path: string): number {
    refuseAbsent(path);
    try {
      return openSync(base + path, READ);
    } catch (error) {
      rememberAbsent(path, error);
      if (codeOf(error) !== "EMFILE" || open.size === 0) throw error;
      // A process that may have few files open needs some of them for connections.
      maxKept = Math.floor(open.size / 2);
      closeKept();
      return openSync(base + path, READ);
    }
  }

  function read(path: string, maxRecordBytes: number | undefined): number {
    const kept = open.get(path);
    if (kept !== undefined && kept.directory !== "always" && !directories.isCurrent(kept.directory)) forget(path, kept);
    else if (kept !== undefined) {
      kept.usedInSweep = sweeps;
      try {
        return readFrom(kept.descriptor, path, maxRecordBytes);
      } catch (error) {
        if (!GONE.has(codeOf(error))) throw error;
        forget(path, kept);
      }
    }
    const descriptor = openFile(path);
    let directory: KeptDirectory | "always" | undefined;
    try {
      directory = directories.keep(path);
      if (directory !== undefined && makeRoom()) open.set(path, { descriptor, directory, usedInSweep: sweeps });
      else directory = undefined;
      return readFrom(descriptor, path, maxRecordBytes);
    } finally {
      if (directory === undefined) closeSync(descriptor);
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
    if (directories.kind === "ordinary") return true;
    // Asked before the look, so that an event during the look leads to another.
    const now = deviceEpoch();
    const before = followed.get(path);
    if (before !== undefined && before.epoch === now) return false;
    const inode = statSync(base + path, { throwIfNoEntry: false })?.ino;
    if (followed.size >= MAX_FOLLOWED) followed.clear();
    followed.set(path, { inode, epoch: now });
    if (before !== undefined && before.inode === inode) return true;
    const below = `${path}/`;
    for (const [kept, file] of open) if (kept.startsWith(below)) forget(kept, file);
    return true;
  }

  /** Length of an attribute in the buffer, undefined when it does not answer. */
  function attributeLength(path: string): number | undefined {
    try {
      return absent.reasonIfStill(path) === undefined ? read(path, undefined) : undefined;
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

  function readFolder(path: string): string[] {
    refuseAbsent(path);
    try {
      return readdirSync(base + path);
    } catch (error) {
      rememberAbsent(path, error);
      throw error;
    }
  }

  return {
    root,
    text: (path) => {
      const descriptor = openFile(path);
      try {
        return decode(readFrom(descriptor, path, Infinity));
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
        return absent.reasonIfStill(path) === undefined ? list(path) : NO_NAMES;
      } catch (error) {
        if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR") throw error;
        return NO_NAMES;
      }
    },
    exists,
    link: (path) => readlinkSync(base + path),
    follow,
    deviceEpoch: directories.kind === "sysfs" ? deviceEpoch : () => (calls += 1),
    close: closeKept,
  };
}
