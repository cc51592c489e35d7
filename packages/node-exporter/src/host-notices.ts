import { statfsSync } from "node:fs";
import type { FileTree } from "./file-tree.ts";
import { DEFAULT_PATHS, type OpenHost } from "./create-host.ts";

/** f_type of procfs (linux/magic.h). */
const PROC_SUPER_MAGIC = 0x9fa0;

/** Whether a path exists as far as this process can tell. */
function exists(tree: FileTree, path: string): boolean {
  try {
    return tree.exists(path);
  } catch {
    return false;
  }
}

function isProcfs({ root }: FileTree): boolean {
  try {
    return statfsSync(root).type === PROC_SUPER_MAGIC;
  } catch {
    return false;
  }
}

/**
 * What of the host cannot be seen through the `--path.*` flags, and the mount or capability that would show it. Without
 * this, a folder that was forgotten looks like a machine without hardware.
 */
export function hostNotices({ proc, sys, root, udev, portable }: OpenHost): readonly string[] {
  if (portable !== undefined) return [];
  const notices: string[] = [];
  if (!exists(proc, "stat")) {
    notices.push(`--path.procfs=${proc.root} is no procfs: mount the host's /proc there, read-only`);
  } else if (!exists(proc, "1")) {
    notices.push(
      `${proc.root} hides the processes of others (mount option hidepid): give CAP_SYS_PTRACE, or the group of its option gid; mounts are those that this program sees itself`,
    );
  }
  if (!exists(sys, "class") && !exists(sys, "devices")) {
    notices.push(
      `--path.sysfs=${sys.root} is no sysfs: mount the host's /sys there, read-only; collectors of hardware have no data`,
    );
  }
  if (!exists(root, ".")) {
    notices.push(
      `--path.rootfs=${root.root} does not exist: mount the host's / there, read-only and with mount propagation HostToContainer; mounted file systems have no sizes`,
    );
  } else if (root.root === "/" && proc.root !== DEFAULT_PATHS.procfs && isProcfs(proc)) {
    notices.push(
      `--path.procfs=${proc.root} is the host's and --path.rootfs=/ is not: mount the host's / as well, say at /host, and set --path.rootfs=/host; sizes are of this program's own file systems`,
    );
  }
  // On the host itself there is nothing to mount: it has no udev then.
  const isElsewhere = proc.root !== DEFAULT_PATHS.procfs || udev.root !== DEFAULT_PATHS.udevData;
  if (isElsewhere && !exists(udev, ".") && exists(sys, "block")) {
    notices.push(
      `--path.udev.data=${udev.root} does not exist: mount the host's /run/udev/data there, read-only, if the host has it; disks have no model, serial number and file system`,
    );
  }
  return notices;
}
