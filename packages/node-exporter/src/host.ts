import type { DeviceFilter } from "./device-filter.ts";
import type { FileTree } from "./file-tree.ts";
import type { Kernel } from "./native/kernel.ts";
import type { PortableSource } from "./portable/portable-source.ts";

/** Addresses of this host's D-Bus servers. */
export interface BusAddresses {
  /** The system's message bus. */
  readonly system: string;
  /** systemd's own socket, which only root may use. */
  readonly systemdPrivate: string;
}

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
  /** The running kernel, for what no file tells; absent for a host that is files alone. */
  readonly kernel?: Kernel;
  /** Network devices that no collector of them reports, beside what its own flags say; absent when all are. */
  readonly leavesOutDevice?: DeviceFilter;
  /** What the portable collectors read from; absent unless `--host.provider` is `portable`. */
  readonly portable?: PortableSource;
  /** Where D-Bus is spoken, as addresses in the form of DBUS_SYSTEM_BUS_ADDRESS. */
  readonly bus: BusAddresses;
  /** Tells of a collector what its user should know: at start, or when it begins, and not at each scrape. */
  readonly warn?: (message: string, fields: { readonly collector: string; readonly err?: string }) => void;
  /** Wall clock in seconds since the epoch. */
  now(): number;
  /** Registers what a collector holds and wants to give up when the host is no longer read. */
  onClose?(release: () => void): void;
}
