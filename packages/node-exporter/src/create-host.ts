import { createFileTree, type OpenFileTree } from "./create-file-tree.ts";
import { busAddresses } from "./dbus/bus-addresses.ts";
import type { Host } from "./host.ts";
import { MOUNTS, watchMounts } from "./mount-watch.ts";
import { runningKernel } from "./native/kernel.ts";
import { createVirtualDeviceFilter } from "./virtual-devices.ts";

/** Roots of the host's file systems, as the `--path.*` flags give them. */
export interface HostPaths {
  readonly procfs: string;
  readonly sysfs: string;
  readonly rootfs: string;
  readonly udevData: string;
}

/** How a host is looked at. */
export interface HostOptions extends HostPaths {
  /** `--collector.net.virtual`: `exclude` leaves virtual network devices out; `include` when absent. */
  readonly virtualDevices?: string;
}

/** The running system's own paths. */
export const DEFAULT_PATHS: HostPaths = { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" };

/** A host whose files can be closed. */
export interface OpenHost extends Host {
  readonly proc: OpenFileTree;
  readonly sys: OpenFileTree;
  readonly root: OpenFileTree;
  readonly udev: OpenFileTree;
  onClose(release: () => void): void;
  /** Gives up what collectors have registered. */
  release(): void;
  /** Ends the watch for mounts over kept files. */
  endWatch(): void;
}

/** How long a mount over a file that is kept open may go unnoticed. */
const MOUNT_CHECK_MS = 10_000;

/** Closes the files that a host keeps open. A collector that still reads opens them again. */
export function closeHost(host: OpenHost): void {
  host.endWatch();
  host.release();
  for (const tree of [host.proc, host.sys, host.root, host.udev]) tree.close();
}

/** Opens the view of a host. Nothing is read before a collector asks. */
export function createHost(paths: HostOptions = DEFAULT_PATHS, warn?: Host["warn"]): OpenHost {
  const sys = createFileTree(paths.sysfs);
  const proc = createFileTree(paths.procfs, undefined, sys.deviceEpoch);
  const held: (() => void)[] = [];
  return {
    proc,
    sys,
    root: createFileTree(paths.rootfs),
    udev: createFileTree(paths.udevData),
    kernel: runningKernel,
    bus: busAddresses(process.env, paths.rootfs),
    ...(paths.virtualDevices === "exclude" && { leavesOutDevice: createVirtualDeviceFilter(sys) }),
    ...(warn !== undefined && { warn }),
    now: () => Date.now() / 1000,
    onClose: (release) => void held.push(release),
    release: () => {
      for (const release of held.splice(0)) release();
    },
    endWatch: watchMounts(MOUNTS, MOUNT_CHECK_MS, () => {
      proc.close();
      sys.close();
    }),
  };
}
