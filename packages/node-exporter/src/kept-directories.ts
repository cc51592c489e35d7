import { lstatSync, statfsSync, statSync, type PathLike } from "node:fs";

/** f_type of the file systems where an open file always gives what its path would (linux/magic.h). */
const KERNEL_FILE_SYSTEMS: ReadonlyMap<number, "procfs" | "sysfs"> = new Map([
  [0x9fa0, "procfs"],
  [0x62656572, "sysfs"],
]);
/** ext2 to 4, XFS, Btrfs, tmpfs: they write the time of the change into a directory when an entry is replaced. */
const TIMED_FILE_SYSTEMS: ReadonlySet<number> = new Set([0xef53, 0x58465342, 0x9123683e, 0x01021994]);
/** A directory that changed later than this ago may change again without its time showing it. */
const SETTLED_MS = 2000;
/** Bound of remembered folders. */
const MAX_KNOWN = 4096;

/** The folder of a kept file, as it was when the file was opened. */
export interface KeptDirectory {
  readonly path: string;
  readonly inode: number;
  readonly changedMs: number;
  /** The turn of the event loop in which it was looked at last, and what was found. */
  checkedInTurn: number;
  current: boolean;
}

/** Says for files of one root whether they may stay open, and whether those that do are still what their path names. */
export interface KeptDirectories {
  /** What the root is the root of. */
  readonly kind: "procfs" | "sysfs" | "ordinary";
  /**
   * What goes with a file that may stay open: undefined when it may not, "always" where an open file never is another
   * one than its path gives, else its folder.
   */
  keep(path: string): KeptDirectory | "always" | undefined;
  isCurrent(directory: KeptDirectory): boolean;
}

function fileSystemOf(root: PathLike): number {
  try {
    return statfsSync(root).type;
  } catch {
    return 0;
  }
}

let turn = 0;
let turnEnds = false;

function endTurn(): void {
  turn += 1;
  turnEnds = false;
}

/** A number that stays the same until the event loop comes round. */
export function currentTurn(): number {
  if (!turnEnds) {
    turnEnds = true;
    setImmediate(endTurn).unref();
  }
  return turn;
}

/**
 * On an ordinary file system, as a copy of a host's files is on, a path comes to name another file when one is renamed
 * over it; its folder's time tells. One look at a folder, once in a turn of the event loop, spares opening each of its
 * files anew.
 */
export function createKeptDirectories(root: string, maxKnown: number = MAX_KNOWN): KeptDirectories {
  const base = root.endsWith("/") ? root : `${root}/`;
  const type = fileSystemOf(root);
  const kind = KERNEL_FILE_SYSTEMS.get(type) ?? "ordinary";
  const timed = TIMED_FILE_SYSTEMS.has(type);
  const known = new Map<string, KeptDirectory>();

  function look(path: string): KeptDirectory | undefined {
    const before = known.get(path);
    if (before !== undefined && isCurrent(before)) return before;
    const folder = statSync(base + path, { throwIfNoEntry: false });
    if (folder === undefined || Date.now() - folder.mtimeMs < SETTLED_MS) {
      known.delete(path);
      return undefined;
    }
    const seen: KeptDirectory = {
      path,
      inode: folder.ino,
      changedMs: folder.mtimeMs,
      checkedInTurn: currentTurn(),
      current: true,
    };
    // Kept files hold their folders themselves, so that forgetting costs a look and nothing else.
    if (known.size >= maxKnown) known.clear();
    known.set(path, seen);
    return seen;
  }

  function isCurrent(directory: KeptDirectory): boolean {
    const now = currentTurn();
    if (directory.checkedInTurn !== now) {
      const folder = statSync(base + directory.path, { throwIfNoEntry: false });
      directory.checkedInTurn = now;
      directory.current &&= folder?.ino === directory.inode && folder.mtimeMs === directory.changedMs;
    }
    return directory.current;
  }

  return {
    kind,
    keep: (path) => {
      if (kind !== "ordinary") return "always";
      if (!timed) return undefined;
      const directory = look(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
      return directory !== undefined && lstatSync(base + path, { throwIfNoEntry: false })?.isFile() === true
        ? directory
        : undefined;
    },
    isCurrent,
  };
}
