import { readdirSync, statSync } from "node:fs";
import { openKeptFile } from "./kept-file.ts";

/** What this process uses. Undefined where the platform does not say. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly virtualBytes: number | undefined;
  readonly openDescriptors: number | undefined;
  readonly maxDescriptors: number | undefined;
}

/**
 * Virtual size in bytes: field 23 of /proc/PID/stat (proc(5)). The command in parentheses may hold spaces and
 * parentheses, so fields are counted from the last closing one, after which comes field 3.
 */
export function parseVirtualBytes(stat: string): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const value = Number(fields[20] ?? "x");
  return Number.isNaN(value) ? undefined : value;
}

/** Resident size in pages: field 24 of /proc/PID/stat. */
export function parseResidentPages(stat: string): number | undefined {
  const value = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ", 22)[21] ?? "x");
  return Number.isNaN(value) ? undefined : value;
}

/** Soft limit of open files from /proc/PID/limits: `Max open files  1024  4096  files`; `unlimited` is +Inf. */
export function parseMaxDescriptors(limits: string): number | undefined {
  const soft = /^Max open files +(\S+)/m.exec(limits)?.[1];
  if (soft === "unlimited") {
    return Number.POSITIVE_INFINITY;
  }
  const value = Number(soft ?? "x");
  return Number.isNaN(value) ? undefined : value;
}

/** Since Linux 6.2 the size of /proc/PID/fd is the number of open descriptors; before, the folder has to be listed. */
const countDescriptors = (): number | undefined => {
  try {
    const { size } = statSync("/proc/self/fd");
    return size > 0 ? size : readdirSync("/proc/self/fd").length - 1;
  } catch {
    return undefined;
  }
};

/** A limit changes when somebody calls prlimit(1), and the file that tells it costs as much as the others together. */
const LIMITS_TTL_MS = 60_000;

/**
 * Bytes of a page, from what Node and the kernel say about the same resident size: Node knows the page size and does
 * not tell it. It is a power of two, so that what changes between the two readings does not matter.
 */
function pageBytes(stat: string | undefined): number | undefined {
  const pages = stat === undefined ? undefined : parseResidentPages(stat);
  return pages === undefined || pages <= 0 ? undefined : 2 ** Math.round(Math.log2(process.memoryUsage.rss() / pages));
}

/** Makes a reader of this process's usage; it always looks at the real /proc, whatever procfs the collectors read. */
export function createProcessUsageReader(): () => ProcessUsage {
  const stat = openKeptFile("/proc/self/stat", 1024);
  const limits = openKeptFile("/proc/self/limits", 4096);
  const bytesOfPage = pageBytes(stat.read());
  let maxDescriptors: number | undefined;
  let limitsStaleAtMs = 0;
  return () => {
    const { user, system } = process.cpuUsage();
    const statText = stat.read();
    const pages = statText === undefined ? undefined : parseResidentPages(statText);
    const nowMs = performance.now();
    if (nowMs >= limitsStaleAtMs) {
      const limitsText = limits.read();
      maxDescriptors = limitsText === undefined ? undefined : parseMaxDescriptors(limitsText);
      limitsStaleAtMs = nowMs + LIMITS_TTL_MS;
    }
    return {
      cpuSeconds: (user + system) / 1e6,
      residentBytes: pages === undefined || bytesOfPage === undefined ? process.memoryUsage.rss() : pages * bytesOfPage,
      virtualBytes: statText === undefined ? undefined : parseVirtualBytes(statText),
      openDescriptors: countDescriptors(),
      maxDescriptors,
    };
  };
}
