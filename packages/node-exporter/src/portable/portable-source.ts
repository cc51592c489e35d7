/** Operating systems whose names of node_exporter the portable collectors know; the other BSDs go as FreeBSD. */
export type PortablePlatform = "darwin" | "freebsd" | "linux" | "windows";

const PLATFORMS: Readonly<Partial<Record<NodeJS.Platform, PortablePlatform>>> = {
  darwin: "darwin",
  freebsd: "freebsd",
  netbsd: "freebsd",
  openbsd: "freebsd",
  win32: "windows",
};

/** The platform of a process, by Node's name for it. One that is not known goes as Linux, whose files it may have. */
export function portablePlatform(platform: NodeJS.Platform): PortablePlatform {
  return PLATFORMS[platform] ?? "linux";
}

/** Memory, in bytes. Not everything is known everywhere: what is not is 0 or null. */
export interface MemoryData {
  readonly total: number;
  readonly free: number;
  readonly available: number;
  readonly buffcache: number;
  readonly buffers: number;
  readonly cached: number;
  readonly slab: number;
  readonly reclaimable: number;
  readonly swaptotal: number;
  readonly swapused: number;
  readonly swapfree: number;
  readonly writeback: number | null;
  readonly dirty: number | null;
}

/** A mounted file system, sizes in bytes. */
export interface FileSystemData {
  readonly fs: string;
  readonly type: string;
  readonly size: number;
  readonly used: number;
  readonly available: number;
  readonly mount: string;
  readonly rw: boolean | null;
}

/** Bytes read and written, summed over the disks of mounted file systems. */
export interface DiskBytesData {
  readonly rx: number;
  readonly wx: number;
}

/** Requests and their times in milliseconds, summed over all disks. */
export interface DiskRequestsData {
  readonly rIO: number;
  readonly wIO: number;
  readonly rWaitTime: number;
  readonly wWaitTime: number;
  readonly tWaitTime: number;
}

/** Counters of one network device; NaN or null where a tool did not tell. */
export interface NetworkData {
  readonly iface: string;
  readonly rx_bytes: number | null;
  readonly rx_dropped: number | null;
  readonly rx_errors: number | null;
  readonly tx_bytes: number | null;
  readonly tx_dropped: number | null;
  readonly tx_errors: number | null;
}

/** The operating system. */
export interface OperatingSystemData {
  readonly distro: string;
  readonly release: string;
  readonly codename: string;
  readonly kernel: string;
  readonly build: string;
}

/** What the portable collectors read from; each call asks anew. */
export interface PortableSource {
  memory(): Promise<MemoryData>;
  fileSystems(): Promise<readonly FileSystemData[]>;
  /** Null where it is not known. */
  diskBytes(): Promise<DiskBytesData | null>;
  /** Null where it is not known. */
  diskRequests(): Promise<DiskRequestsData | null>;
  network(): Promise<readonly NetworkData[]>;
  operatingSystem(): Promise<OperatingSystemData>;
}
