import { createFileTree } from "./create-file-tree.ts";
import type { Host } from "./host.ts";

/** Roots of the host's file systems, as the `--path.*` flags give them. */
export interface HostPaths {
  readonly procfs: string;
  readonly sysfs: string;
  readonly rootfs: string;
  readonly udevData: string;
}

/** The running system's own paths. */
export const DEFAULT_PATHS: HostPaths = { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" };

/** Opens the view of a host. Nothing is read before a collector asks. */
export function createHost(paths: HostPaths = DEFAULT_PATHS): Host {
  return {
    proc: createFileTree(paths.procfs),
    sys: createFileTree(paths.sysfs),
    root: createFileTree(paths.rootfs),
    udev: createFileTree(paths.udevData),
    now: () => Date.now() / 1000,
  };
}
