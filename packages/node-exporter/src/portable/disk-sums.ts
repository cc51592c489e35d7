import type { DiskBytesData, DiskRequestsData, PortablePlatform } from "./portable-source.ts";

/** What all disks together have done; undefined where it is not known. */
export interface DiskSums {
  readonly reads: number | undefined;
  readonly writes: number | undefined;
  readonly readBytes: number | undefined;
  readonly writtenBytes: number | undefined;
  readonly readSeconds: number | undefined;
  readonly writeSeconds: number | undefined;
  readonly weightedSeconds: number | undefined;
}

/** Whether a platform's disks are counted at all. */
export const countsDisks = (platform: PortablePlatform): boolean => platform === "darwin" || platform === "linux";

/** A counter of 0 is what the library gives for one that it could not get: a machine that runs has read its disk. */
const counted = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;

const seconds = (milliseconds: number | undefined): number | undefined => {
  const value = counted(milliseconds);
  return value === undefined ? undefined : value / 1000;
};

/** Makes sums of what the library says of requests and of bytes; it knows times on Linux only. */
export function diskSums(requests: DiskRequestsData | null, bytes: DiskBytesData | null): DiskSums {
  return {
    reads: counted(requests?.rIO),
    writes: counted(requests?.wIO),
    readBytes: counted(bytes?.rx),
    writtenBytes: counted(bytes?.wx),
    readSeconds: seconds(requests?.rWaitTime),
    writeSeconds: seconds(requests?.wWaitTime),
    weightedSeconds: seconds(requests?.tWaitTime),
  };
}
