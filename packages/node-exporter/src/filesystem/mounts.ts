import type { FileTree } from "../file-tree.ts";
import { parseMountinfo, type MountEntry } from "../procfs/mountinfo.ts";
import { LOCAL_FILE_SYSTEMS } from "./local-file-systems.ts";

/** A mount as the collector sees it. */
export interface Mount extends MountEntry {
  /** Whether asking it may never return. */
  readonly risky: boolean;
}

const isUnder = (path: string, parent: string): boolean =>
  path === parent || path.startsWith(parent.endsWith("/") ? parent : `${parent}/`);

/**
 * Text of mountinfo of the machine's first process; of this one where that is hidden (`hidepid`), which shows the
 * mounts of its own namespace.
 */
export function readMountinfo(proc: FileTree): string {
  try {
    return proc.hot("1/mountinfo");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EACCES" && code !== "EPERM") throw error;
    return proc.hot("self/mountinfo");
  }
}

/** A mount point as seen from the machine's root, which this process may see below another path. */
function stripRoot(mountPoint: string, root: string): string {
  const prefix = root.endsWith("/") ? root.slice(0, -1) : root;
  if (prefix === "" || !isUnder(mountPoint, prefix)) return mountPoint;
  return mountPoint === prefix ? "/" : mountPoint.slice(prefix.length);
}

/**
 * Lists all mounts, in the kernel's order. One is risky by its type, and also when it lies at or below the mount point
 * of a risky one, since the way to it then leads through that.
 */
export function listMounts(mountinfo: string, root: string): readonly Mount[] {
  const entries = parseMountinfo(mountinfo).map((entry) => ({
    ...entry,
    mountPoint: stripRoot(entry.mountPoint, root),
  }));
  const riskyPoints = entries
    .filter(({ fsType }) => !LOCAL_FILE_SYSTEMS.has(fsType))
    .map(({ mountPoint }) => mountPoint);
  return entries.map((entry) => ({
    ...entry,
    risky: riskyPoints.some((point) => isUnder(entry.mountPoint, point)),
  }));
}
