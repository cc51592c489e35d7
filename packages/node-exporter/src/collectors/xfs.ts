import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { XFS_FAMILIES } from "../xfs/families.ts";
import { parseXfsStats } from "../xfs/parse-stats.ts";

interface FileSystem {
  readonly device: string;
  /** By position in XFS_FAMILIES. */
  readonly counters: readonly number[];
}

const FOLDER = "fs/xfs";
/** The sums of all file systems, in a file where a file system has a folder. */
const SUMS = "stats";

/** Undefined for an entry that is no file system, such as `debug`, or one that was unmounted meanwhile. */
function readFileSystem(sys: FileTree, device: string): FileSystem | undefined {
  const path = `${FOLDER}/${device}/stats/stats`;
  let text: string;
  try {
    text = sys.hot(path, 0);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
  return { device, counters: parseXfsStats(text, path) };
}

/** Counters of XFS file systems. Nothing is wrong where there are none. */
export const xfs: CollectorDefinition<Host> = defineCollector({
  name: "xfs",
  help: "Allocation, directory, inode and call counters of XFS file systems, from /sys/fs/xfs.",
  enabledByDefault: true,
  isSteady: true,
  read: ({ sys }: Host) => {
    const fileSystems: FileSystem[] = [];
    for (const entry of sys.listIfPresent(FOLDER)) {
      const found = entry === SUMS ? undefined : readFileSystem(sys, entry);
      if (found !== undefined) fileSystems.push(found);
    }
    return fileSystems;
  },
  families: (family) =>
    XFS_FAMILIES.map(([name, help], at) =>
      family({
        name,
        type: "counter",
        labels: ["device"],
        help,
        samples: (fileSystems, emit) => {
          for (let index = 0; index < fileSystems.length; index += 1) {
            const { device, counters } = fileSystems[index] as FileSystem;
            emit(counters[at] as number, device);
          }
        },
      }),
    ),
});
