import { DeniedError, NoDataError, UnsupportedError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import type { Kernel } from "./kernel.ts";

/** The kernel behind a host. Throws NoDataError for a host that is files alone. */
export function kernelOf(host: Host): Kernel {
  if (host.kernel === undefined) throw new NoDataError("no running kernel belongs to these files");
  return host.kernel;
}

/** None of the calls for which `askKernel` is needs a capability; what may be in the way of all of them. */
const NO_CAPABILITY = "no capability is missing, a seccomp filter or a security module such as SELinux is in the way";

/**
 * What `ask` returns. Where the kernel refuses, throws what says so: DeniedError with `remedy`, which tells what would
 * allow it, or UnsupportedError.
 */
export function askKernel<Answer>(ask: () => Answer, remedy: string = NO_CAPABILITY): Answer {
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
