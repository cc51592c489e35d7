import { ParseError } from "@sightglass/metrics-registry";

/** Kinds of errors that btrfs counts for a device, in the kernel's order (btrfs_dev_stat_values in linux/btrfs.h). */
export const BTRFS_ERROR_TYPES = ["write", "read", "flush", "corruption", "generation"] as const;

const SOURCE = "error_stats";

/**
 * Parses /sys/fs/btrfs/UUID/devinfo/ID/error_stats, which kernels have since 5.14: lines such as `write_errs 0`.
 * Returns counts in the order of BTRFS_ERROR_TYPES; undefined for a device whose statistics the kernel has not read,
 * of which it says `invalid`. Throws ParseError when a line has another form or one of the five is missing.
 */
export function parseBtrfsErrorStats(text: string): readonly number[] | undefined {
  if (text.trim() === "invalid") return undefined;
  const counts = new Map<string, number>();
  const lines = text.trim().split("\n");
  for (let number = 1; number <= lines.length; number += 1) {
    const match = /^(\w+)_errs (\d+)$/.exec(lines[number - 1] as string);
    if (match === null) {
      throw new ParseError(
        SOURCE,
        number,
        `${JSON.stringify((lines[number - 1] as string).slice(0, 100))} is no count`,
      );
    }
    counts.set(match[1] as string, Number(match[2]));
  }
  return BTRFS_ERROR_TYPES.map((type) => {
    const count = counts.get(type);
    if (count === undefined) throw new ParseError(SOURCE, 0, `there is no ${type}_errs`);
    return count;
  });
}
