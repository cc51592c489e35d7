/**
 * A read-only view of one kernel file system (`/proc`, `/sys`, udev's data) below a root that flags choose.
 * Paths are relative to that root. All reads are synchronous: kernel files answer from memory, and a promise
 * costs ten times the read.
 */
export interface FileTree {
  readonly root: string;
  /** Whole text of a file, decoded as UTF-8. Throws the file system's error (`ENOENT`, `EACCES` …). */
  text(path: string): string;
  /**
   * Like `text` for a file read on every scrape: it stays open and is read again from its start. `maxRecordBytes`
   * spares the read that finds the end of a short text: how much the kernel writes of it at once at most, 0 when it
   * writes the whole at once. Not to be given for a file whose records may have any length.
   */
  hot(path: string, maxRecordBytes?: number): string;
  /**
   * A sysfs attribute without its trailing white space, by one read of at most 128 bytes; undefined when it is absent
   * or does not answer (ENOENT, EACCES, EPERM, EINVAL, ENODEV, ENXIO, EOPNOTSUPP, EAGAIN, EIO, ENODATA).
   */
  attribute(path: string): string | undefined;
  /** `attribute` as a decimal integer or float; undefined too when it is no number. */
  number(path: string): number | undefined;
  /**
   * Entry names of a directory, sorted by code unit; the same array as before while they are the same, as a rule.
   * Throws when it cannot be read.
   */
  list(path: string): readonly string[];
  /** Entry names, or an empty list when the directory does not exist. */
  listIfPresent(path: string): readonly string[];
  exists(path: string): boolean;
  /** Target of a symbolic link as stored. Throws when it is none. */
  link(path: string): string;
  /**
   * Tells that a directory's path may come to mean another one, as the name of a network device does when two devices
   * swap names: files that are kept open below it are given up when it has. To be called before they are read.
   * False when the kernel has told of no change to any device since the last call: what was learnt of this one holds.
   */
  follow(path: string): boolean;
  /**
   * A number that is the same as long as the kernel has told of no change to any device, for half a minute at most; on
   * another file system than sysfs it is another one at each call. What depends on it is to be read after the call.
   */
  deviceEpoch(this: void): number;
}
