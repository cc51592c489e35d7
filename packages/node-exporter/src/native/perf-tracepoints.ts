import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../host.ts";
import { parseMountinfo } from "../procfs/mountinfo.ts";
import type { Tracepoint } from "./perf-flags.ts";

/** Where this process sees tracefs. Throws an Error when it is not mounted. */
function tracefs({ proc }: Host): string {
  const mount = parseMountinfo(proc.text("self/mountinfo")).find(({ fsType }) => fsType === "tracefs");
  if (mount === undefined) {
    throw new Error("tracefs is not mounted: mount it at /sys/kernel/tracing, where this process can read it");
  }
  return mount.mountPoint;
}

/**
 * Numbers of tracepoints, from tracefs' events/SUBSYSTEM/EVENT/id, in the order given. Throws an Error that says which
 * one cannot be had and why.
 */
export function readTracepointIds(host: Host, tracepoints: readonly Tracepoint[]): readonly number[] {
  if (tracepoints.length === 0) return [];
  const root = tracefs(host);
  return tracepoints.map(({ subsystem, event }) => {
    const path = join(root, "events", subsystem, event, "id");
    let text: string;
    try {
      text = readFileSync(path, "utf8").trim();
    } catch (error) {
      throw new Error(`tracepoint ${subsystem}:${event}: ${(error as Error).message}`, { cause: error });
    }
    if (!/^\d{1,15}$/.test(text)) throw new Error(`tracepoint ${subsystem}:${event}: ${path} holds no number`);
    return Number(text);
  });
}
