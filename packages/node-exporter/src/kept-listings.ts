/** Bounds of remembered listings; the CPUs of the largest machines still fit. */
const MAX_LISTINGS = 256;
const MAX_LISTED_NAMES = 16_384;
/** Folders of sysfs whose entries are devices: each that comes or goes is an event. */
const DEVICE_FOLDER = /^(?:class\/[^/]+|block|bus\/[^/]+\/devices|devices\/system\/(?:cpu|node|clocksource))$/;

interface Listing {
  /** As the file system gave it. */
  readonly names: readonly string[];
  readonly sorted: readonly string[];
  /** The device epoch in which a folder of devices was read; undefined for any other, which is read each time. */
  epoch: number | undefined;
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

/**
 * Makes a function that lists a folder, sorted by code unit: the same array as before while the names are the same, and
 * for a folder of devices without reading it again within a device epoch, which only sysfs has. Throws what `read` does.
 */
export function createKeptListings(
  read: (path: string) => string[],
  deviceEpoch: (() => number) | undefined,
): (path: string) => readonly string[] {
  const listings = new Map<string, Listing>();
  return (path) => {
    const before = listings.get(path);
    // Asked before the reading, so that an event during it leads to another.
    const now = before?.epoch === undefined ? undefined : deviceEpoch?.();
    if (before !== undefined && now !== undefined && before.epoch === now) return before.sorted;
    const names = read(path);
    if (before !== undefined && sameNames(before.names, names)) {
      before.epoch = now;
      return before.sorted;
    }
    const sorted = names.toSorted();
    if (names.length <= MAX_LISTED_NAMES) {
      if (listings.size >= MAX_LISTINGS) listings.clear();
      const ofDevices = deviceEpoch !== undefined && DEVICE_FOLDER.test(path);
      // Without an epoch of before the reading, the next call reads once more.
      listings.set(path, { names, sorted, epoch: ofDevices ? (now ?? -1) : undefined });
    }
    return sorted;
  };
}
