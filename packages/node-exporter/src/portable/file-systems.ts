import type { FileSystemData, PortablePlatform } from "./portable-source.ts";

/** A mounted file system under node_exporter's names. */
export interface PortableFileSystem {
  readonly device: string;
  readonly mountPoint: string;
  readonly fsType: string;
  readonly size: number;
  readonly free: number;
  readonly available: number;
  /** Undefined where it is not known. */
  readonly readOnly: boolean | undefined;
}

/**
 * What is left out by default where node_exporter has defaults of its own: on macOS and the BSDs. Windows, which it does
 * not know, has neither of the two.
 */
export const EXCLUDED_MOUNT_POINTS = "^/(dev)($|/)";
export const EXCLUDED_TYPES = "^devfs$";

/** Platforms where the library knows whether a file system that is no device file may be written to. */
const KNOWS_ALL: ReadonlySet<PortablePlatform> = new Set<PortablePlatform>(["freebsd", "windows"]);

/**
 * Makes file systems of what the library says of them, duplicates left out. Free space is what is not used: the part
 * kept for root counts as free, as in statfs(2). The library writes two types of macOS in capitals, the system does not.
 */
export function portableFileSystems(
  platform: PortablePlatform,
  rows: readonly FileSystemData[],
): readonly PortableFileSystem[] {
  const found = new Map<string, PortableFileSystem>();
  for (const { fs, type, size, used, available, mount, rw } of rows) {
    const fsType = platform === "darwin" ? type.toLowerCase() : type;
    const key = `${fs}\0${mount}\0${fsType}`;
    const knowsMode = rw !== null && (KNOWS_ALL.has(platform) || fs.startsWith("/"));
    if (!found.has(key)) {
      found.set(key, {
        device: fs,
        mountPoint: mount,
        fsType,
        size,
        free: size - used,
        available,
        readOnly: knowsMode ? !rw : undefined,
      });
    }
  }
  return [...found.values()];
}
