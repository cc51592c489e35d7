import { readFileSync } from "node:fs";

/** The mounts of this process' namespace. */
export const MOUNTS = "/proc/self/mountinfo";

function readMounts(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/**
 * Calls `onChange` after something was mounted or unmounted, at the latest `intervalMs` later: a file that is kept open
 * is still the one below when another is mounted over it. Keeps no process alive. Returns what ends the watch.
 */
export function watchMounts(path: string, intervalMs: number, onChange: () => void): () => void {
  let last = readMounts(path);
  const timer = setInterval(() => {
    const mounts = readMounts(path);
    if (mounts === last) return;
    last = mounts;
    onChange();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
