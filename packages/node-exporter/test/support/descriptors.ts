import { readdirSync, statSync } from "node:fs";

/** Descriptors of this process that stand for a path of the running system. */
export function descriptorsOf(path: string): number {
  const target = statSync(path);
  return readdirSync("/proc/self/fd").filter((descriptor) => {
    const open = statSync(`/proc/self/fd/${descriptor}`, { throwIfNoEntry: false });
    return open !== undefined && open.dev === target.dev && open.ino === target.ino;
  }).length;
}
