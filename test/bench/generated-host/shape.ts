/** How many of each thing a generated host has. */
export interface HostShape {
  readonly cpus: number;
  readonly networkDevices: number;
  readonly mounts: number;
  readonly disks: number;
  readonly threads: number;
}

/** A large server: two sockets of 64 cores with two threads each, and the devices and mounts of a busy container host. */
export const BIG_HOST: HostShape = { cpus: 256, networkDevices: 200, mounts: 300, disks: 100, threads: 20_000 };

/** An ordinary server, for long runs: a scrape of it takes milliseconds. */
export const SMALL_HOST: HostShape = { cpus: 8, networkDevices: 6, mounts: 12, disks: 4, threads: 400 };
