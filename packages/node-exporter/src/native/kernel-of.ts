import { DeniedError, NoDataError, UnsupportedError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import type { Kernel } from "./kernel.ts";

/** The kernel behind a host. Throws NoDataError for a host that is files alone. */
export function kernelOf(host: Host): Kernel {
  if (host.kernel === undefined) throw new NoDataError("no running kernel belongs to these files");
  return host.kernel;
}

/** No call that is asked so needs a capability; this may be in the way of all of them. */
const NO_CAPABILITY = "no capability is missing, a seccomp filter or a security module such as SELinux is in the way";

/**
 * What a failed question means: where the kernel refuses, DeniedError with `remedy`, which tells what would allow it, or
 * UnsupportedError; else the error itself.
 */
export function refusalOf(error: unknown, remedy: string = NO_CAPABILITY): unknown {
  if (hasCode(error, "EPERM", "EACCES")) return new DeniedError(`${(error as Error).message}; ${remedy}`);
  if (hasCode(error, "ENOSYS", "ENOTSUP")) {
    return new UnsupportedError(`${(error as Error).message}: this kernel does not offer it`);
  }
  return error;
}

/** What `ask` returns; throws what `refusalOf` makes of an error. */
export function askKernel<Answer>(ask: () => Answer, remedy?: string): Answer {
  try {
    return ask();
  } catch (error) {
    throw refusalOf(error, remedy);
  }
}
