import { join } from "node:path";
import { ParseError } from "@sightglass/metrics-registry";
import { listMounts, readMountinfo, type Mount } from "../filesystem/mounts.ts";
import type { Host } from "../host.ts";

/** Paths below which a btrfs file system may be asked, by the device that mountinfo names for it. */
export type BtrfsMounts = ReadonlyMap<string, readonly string[]>;

/** Subvolumes and bind mounts of one file system are many; any of them will do. */
const MAX_PATHS = 8;

/** Every mount, or none where the kernel does not tell them or tells them badly: files have most of the data. */
function knownMounts(host: Host): readonly Mount[] {
  try {
    const mountinfo = readMountinfo(host.proc);
    return mountinfo.includes(" btrfs ") ? listMounts(mountinfo, host.root.root) : [];
  } catch (error) {
    if (error instanceof ParseError || (error instanceof Error && "syscall" in error)) return [];
    throw error;
  }
}

/**
 * Lists where btrfs file systems are mounted, less what lies at or below a mount that may hang: the way to it would
 * lead through that.
 */
export function listBtrfsMounts(host: Host): BtrfsMounts {
  const paths = new Map<string, string[]>();
  for (const { device, fsType, mountPoint, risky } of knownMounts(host)) {
    if (fsType !== "btrfs" || risky) continue;
    let list = paths.get(device);
    if (list === undefined) paths.set(device, (list = []));
    if (list.length < MAX_PATHS) list.push(join(host.root.root, mountPoint));
  }
  return paths;
}
