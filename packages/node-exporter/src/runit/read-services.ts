import { closeSync, constants, existsSync, openSync, readdirSync, readSync } from "node:fs";
import { ParseError } from "@sightglass/metrics-registry";
import { parseServiceStatus, STATUS_BYTES, type ServiceStatus } from "./service-status.ts";

/** A supervised service. */
export interface Service extends ServiceStatus {
  readonly name: string;
  /** Whether it starts with its supervisor: there is no file `down`. */
  readonly isNormallyUp: boolean;
}

/** By one read, as upstream; opening does not wait should the path be a pipe, as others of the folder are. */
function readStatus(path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const buffer = Buffer.alloc(STATUS_BYTES);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, STATUS_BYTES, null));
  } finally {
    closeSync(descriptor);
  }
}

function readService(folder: string, name: string): Service | undefined {
  const supervise = `${folder}/${name}/supervise`;
  try {
    const status = parseServiceStatus(readStatus(`${supervise}/status`));
    return { name, ...status, isNormallyUp: !existsSync(`${supervise}/down`) };
  } catch (error) {
    // Not supervised yet, not for this user's eyes, or half written: it has no series, the others have theirs.
    if (error instanceof ParseError || (error instanceof Error && "code" in error)) return undefined;
    throw error;
  }
}

/** Reads every service of a folder of service folders, or of links to them. Throws when it cannot be listed. */
export function readServices(folder: string): readonly Service[] {
  const services: Service[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() && !entry.isSymbolicLink()) continue;
    const service = readService(folder, entry.name);
    if (service !== undefined) services.push(service);
  }
  return services;
}
