import { ParseError } from "@sightglass/metrics-registry";

/** Commits of a btrfs file system since it was mounted; times in milliseconds. */
export interface BtrfsCommitStats {
  readonly commits: number;
  readonly lastMs: number;
  readonly longestMs: number;
  readonly totalMs: number;
}

const SOURCE = "commit_stats";

/** What a kernel that keeps no such statistics (before 6.0) is taken to say. */
export const NO_COMMITS: BtrfsCommitStats = { commits: 0, lastMs: 0, longestMs: 0, totalMs: 0 };

/**
 * Parses /sys/fs/btrfs/UUID/commit_stats: lines `commits N`, `last_commit_ms N`, `max_commit_ms N` and
 * `total_commit_ms N`; other names are left out. Throws ParseError for a line of another form.
 */
export function parseBtrfsCommitStats(text: string): BtrfsCommitStats {
  const values = new Map<string, number>();
  const lines = text.split("\n");
  for (let number = 1; number <= lines.length; number += 1) {
    const line = lines[number - 1] as string;
    if (line === "" && number === lines.length) break;
    const match = /^\s*(\S+)\s+(\d+)\s*$/.exec(line);
    if (match === null)
      throw new ParseError(SOURCE, number, `${JSON.stringify(line.slice(0, 100))} is no name and number`);
    values.set(match[1] as string, Number(match[2]));
  }
  return {
    commits: values.get("commits") ?? 0,
    lastMs: values.get("last_commit_ms") ?? 0,
    longestMs: values.get("max_commit_ms") ?? 0,
    totalMs: values.get("total_commit_ms") ?? 0,
  };
}
