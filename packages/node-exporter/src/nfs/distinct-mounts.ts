import type { NfsMount } from "../procfs/mountstats.ts";

/** A mount whose statistics are exposed, with the values of its labels. */
export interface NfsMountSeries {
  readonly mount: NfsMount;
  readonly protocol: string;
  readonly address: string;
}

/** Where an export is mounted. */
export interface NfsMountPoint {
  readonly device: string;
  readonly protocol: string;
  readonly address: string;
  readonly mountPoint: string;
}

/** Mounts and mount points as they are exposed. */
export interface DistinctMounts {
  readonly mounts: readonly NfsMountSeries[];
  readonly mountPoints: readonly NfsMountPoint[];
}

/**
 * Leaves one mount for each export, protocol and server address, as all mounts of one superblock have the same
 * statistics, and one entry for each place where it is mounted. `addresses` is by the mounts' places.
 */
export function distinctMounts(all: readonly NfsMount[], addresses: readonly string[]): DistinctMounts {
  const mounts: NfsMountSeries[] = [];
  const mountPoints: NfsMountPoint[] = [];
  const seen = new Set<string>();
  const seenPoints = new Set<string>();
  for (const mount of all) {
    const { device, mountPoint } = mount;
    const address = addresses[mount.place] ?? "";
    for (const { protocol } of mount.transports) {
      const key = `${device} ${protocol} ${address}`;
      const pointKey = `${key} ${mountPoint}`;
      if (!seenPoints.has(pointKey)) mountPoints.push({ device, protocol, address, mountPoint });
      seenPoints.add(pointKey);
      if (seen.has(key)) break;
      seen.add(key);
      mounts.push({ mount, protocol, address });
    }
  }
  return { mounts, mountPoints };
}
