import { DeniedError, NoDataError, UnsupportedError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import type { Kernel } from "./kernel.ts";

/** The kernel behind a host. Throws NoDataError for a host that is files alone. */
export function kernelOf(host: Host): Kernel {
  if (host.kernel === undefined) throw new NoDataError("no running kernel belongs to these files");
  return host.kernel;
}

/**
 * What `ask` returns. Where the kernel refuses, throws what says so: DeniedError with `remedy`, which tells what would
 * allow it, or UnsupportedError.
 */
export function askKernel<Answer>(ask: () => Answer, remedy: string): Answer {
  try {
    return ask();
  } catch (error) {
    if (hasCode(error, "EPERM", "EACCES")) throw new DeniedError(`${(error as Error).message}; ${remedy}`);
    if (hasCode(error, "ENOSYS", "ENOTSUP")) {
      throw new UnsupportedError(`${(error as Error).message}: this kernel does not offer it`);
    }
    throw error;
  }
}
