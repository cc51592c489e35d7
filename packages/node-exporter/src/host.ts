import type { FileTree } from "./file-tree.ts";

/** What every collector of this program reads: the host behind the `--path.*` flags. */
export interface Host {
  /** `--path.procfs` */
  readonly proc: FileTree;
  /** `--path.sysfs` */
  readonly sys: FileTree;
  /** `--path.rootfs` */
  readonly root: FileTree;
  /** `--path.udev.data` */
  readonly udev: FileTree;
  /** Wall clock in seconds since the epoch. */
  now(): number;
}
