import { UnsupportedError } from "@sightglass/metrics-registry";
import { readBtrfsDevices, type BtrfsFileSystem, type IoctlCall } from "./btrfs-devices.ts";
import type { BtrfsMounts } from "./btrfs-mounts.ts";

/** How a prober asks. */
export interface BtrfsProberOptions {
  readonly call: IoctlCall;
  /** How long a scrape waits for all file systems together. */
  readonly timeoutMs: number;
}

/** Asks mounted file systems for their devices. */
export interface BtrfsProber {
  /**
   * The file systems that answered in time, by their ids without hyphens. Never rejects: what cannot be asked, for want
   * of koffi or of permission or because it hangs, is not among them.
   */
  probe(mounts: BtrfsMounts, signal: AbortSignal): Promise<ReadonlyMap<string, BtrfsFileSystem>>;
}

/**
 * Makes a prober. A file system whose devices hang is left alone until its call returns, so that it holds one thread
 * at most and later scrapes do not wait for it.
 */
export function createBtrfsProber({ call, timeoutMs }: BtrfsProberOptions): BtrfsProber {
  const underWay = new Set<string>();
  let supported = true;

  /** Tries the mount points of one file system until one answers. */
  async function ask(
    device: string,
    paths: readonly string[],
    found: Map<string, BtrfsFileSystem>,
    signal: AbortSignal,
  ): Promise<void> {
    underWay.add(device);
    try {
      for (const path of paths) {
        try {
          const fileSystem = await readBtrfsDevices(path, signal, call);
          if (!found.has(fileSystem.id)) found.set(fileSystem.id, fileSystem);
          return;
        } catch (error) {
          // Another mount point may be open to us, or be the file system's own directory.
          if (error instanceof UnsupportedError) supported = false;
          if (!supported || signal.aborted) return;
        }
      }
    } finally {
      underWay.delete(device);
    }
  }

  async function probe(mounts: BtrfsMounts, signal: AbortSignal): Promise<ReadonlyMap<string, BtrfsFileSystem>> {
    const found = new Map<string, BtrfsFileSystem>();
    if (!supported) return found;
    const late = new AbortController();
    const either = AbortSignal.any([signal, late.signal]);
    const calls: Promise<void>[] = [];
    for (const [device, paths] of mounts) {
      if (!underWay.has(device)) calls.push(ask(device, paths, found, either));
    }
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        late.abort();
        resolve();
      }, timeoutMs);
    });
    await Promise.race([Promise.all(calls), timeout]);
    clearTimeout(timer);
    // A copy: what a late call still adds belongs to no scrape.
    return new Map(found);
  }

  return { probe };
}
