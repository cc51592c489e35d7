import { closeSync, constants, openSync, statfsSync } from "node:fs";
import { hasCode } from "../file-errors.ts";
import { decode, readWhole } from "../read-buffer.ts";
import { silentSource } from "../silent-source.ts";

/** The files of one cgroup. */
export interface CgroupFiles {
  readonly folder: string;
  /** Text of a file. Throws the file system's error. */
  read(file: string): string;
  /** Closes what is open. */
  close(): void;
}

/** Opens files of cgroups and keeps a bounded number of them open. */
export interface KeptFiles {
  filesOf(folder: string): CgroupFiles;
  /** How many are open. */
  readonly size: number;
}

/** f_type of cgroup v2 (linux/magic.h). There a kept file fails once its cgroup is removed, even if another has its name. */
const CGROUP2_SUPER_MAGIC = 0x63677270;
/** The kernel keeps a page and more for each file that is open and was read: 10 MB for so many. */
const MAX_KEPT = 2048;
/** Opening never waits, and what cannot be read by position is a FIFO, which would. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

function readText(descriptor: number, path: string): string {
  try {
    // The kernel writes the whole text at once.
    return decode(readWhole(descriptor, path, 0));
  } catch (error) {
    throw hasCode(error, "ESPIPE") ? silentSource(path) : error;
  }
}

/**
 * Keeps files below a mount of cgroup v2 open, which makes reading them three times as fast; elsewhere, as in a copy of
 * a host's files, each is opened anew. What goes beyond the bound is opened for each reading, too.
 */
export function createKeptFiles(
  mount: string,
  maxKept: number = statfsSync(mount).type === CGROUP2_SUPER_MAGIC ? MAX_KEPT : 0,
): KeptFiles {
  let room = maxKept;
  let size = 0;
  /** Those that have a file open, to be closed when this process runs out of descriptors. */
  const holders = new Set<CgroupFiles>();

  function filesOf(folder: string): CgroupFiles {
    const open = new Map<string, number>();

    function forget(file: string, descriptor: number): void {
      open.delete(file);
      size -= 1;
      closeSync(descriptor);
    }

    function close(): void {
      for (const [file, descriptor] of open) forget(file, descriptor);
      holders.delete(files);
    }

    function openFile(path: string): number {
      try {
        return openSync(path, READ);
      } catch (error) {
        if (!hasCode(error, "EMFILE") || size === 0) throw error;
        // A process that may have few files open needs some of them for connections.
        room = 0;
        for (const holder of holders) holder.close();
        return openSync(path, READ);
      }
    }

    function read(file: string): string {
      const path = `${folder}/${file}`;
      const kept = open.get(file);
      if (kept !== undefined) {
        try {
          return readText(kept, path);
        } catch (error) {
          if (!hasCode(error, "ENODEV")) throw error;
          // Its controller was switched off, or the cgroup is another one by now.
          forget(file, kept);
        }
      }
      const descriptor = openFile(path);
      if (size < room) {
        open.set(file, descriptor);
        size += 1;
        holders.add(files);
        return readText(descriptor, path);
      }
      try {
        return readText(descriptor, path);
      } finally {
        closeSync(descriptor);
      }
    }

    const files: CgroupFiles = { folder, read, close };
    return files;
  }

  return {
    filesOf,
    get size() {
      return size;
    },
  };
}
