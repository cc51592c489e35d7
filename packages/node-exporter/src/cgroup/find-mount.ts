import { NoDataError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseMountinfo, type MountEntry } from "../procfs/mountinfo.ts";

/** Every folder of a cgroup2 mount has it, and none of a cgroup mount of version 1. */
const MARK = "cgroup.controllers";
const USUAL = "fs/cgroup";
const SYSFS = "/sys/";

function readMounts({ proc }: Host): readonly MountEntry[] {
  for (const path of ["1/mountinfo", "self/mountinfo"]) {
    try {
      return parseMountinfo(proc.hot(path));
    } catch (error) {
      if (!hasCode(error, "ENOENT", "EACCES", "EPERM")) throw error;
    }
  }
  return [];
}

/**
 * The folder where cgroup v2 is mounted: below sysfs at its usual place, else where the mounts of the host say, seen
 * through `--path.sysfs` or `--path.rootfs`. Throws NoDataError when there is none, which says whether version 1 is
 * there.
 */
export function findCgroupMount(host: Host): string {
  if (host.sys.exists(`${USUAL}/${MARK}`)) return `${host.sys.root}/${USUAL}`;
  const mounts = readMounts(host);
  for (const { fsType, mountPoint } of mounts) {
    if (fsType !== "cgroup2") continue;
    const isBelowSysfs = mountPoint.startsWith(SYSFS);
    const tree = isBelowSysfs ? host.sys : host.root;
    const path = mountPoint.slice(isBelowSysfs ? SYSFS.length : 1);
    if (tree.exists(`${path}/${MARK}`)) return `${tree.root}/${path}`;
  }
  if (mounts.some(({ fsType }) => fsType === "cgroup2")) {
    throw new NoDataError("cgroup v2 is mounted where --path.sysfs and --path.rootfs do not lead");
  }
  throw new NoDataError(
    mounts.some(({ fsType }) => fsType === "cgroup")
      ? "only cgroup v1 is mounted, and cgroup v2 is what is read; the kernel parameter systemd.unified_cgroup_hierarchy=1 changes that"
      : `cgroup v2 is not mounted at ${host.sys.root}/${USUAL}`,
  );
}
