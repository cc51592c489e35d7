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

/** Makes a reader of this process's usage; it always looks at the real /proc, whatever procfs the collectors read. */
export function createProcessUsageReader(): () => ProcessUsage {
  const stat = openKeptFile("/proc/self/stat", 1024);
  const limits = openKeptFile("/proc/self/limits", 4096);
  return () => {
    const { user, system } = process.cpuUsage();
    const statText = stat.read();
    const limitsText = limits.read();
    return {
      cpuSeconds: (user + system) / 1e6,
      residentBytes: process.memoryUsage.rss(),
      virtualBytes: statText === undefined ? undefined : parseVirtualBytes(statText),
      openDescriptors: countDescriptors(),
      maxDescriptors: limitsText === undefined ? undefined : parseMaxDescriptors(limitsText),
    };
  };
}
