import { constants } from "node:os";
import { getSystemErrorName } from "node:util";
import { errnoText } from "../filesystem/errno-text.ts";

/** Name of an error number of Linux: libuv's where it has one (`ENOTSUP` for EOPNOTSUPP), as in errors of `node:fs`. */
function nameOf(errno: number): string {
  try {
    const name = getSystemErrorName(-errno);
    if (!name.startsWith("Unknown")) return name;
  } catch {
    // A number that cannot be an error's; it is shown as it is.
  }
  const known = Object.entries(constants.errno).find(([, number]) => number === errno);
  return known?.[0] ?? `errno ${errno}`;
}

/** A system call that failed, with the same members as the errors of `node:fs`, so that `hasCode` works on it. */
export class SystemError extends Error {
  override readonly name: string = "SystemError";
  /** Symbolic name of the error, such as `EPERM`. */
  readonly code: string;
  /** The error as libuv counts it: negative. */
  readonly errno: number;
  /** What failed. */
  readonly syscall: string;

  /** `errno` is the number that the kernel gave, positive. */
  constructor(syscall: string, errno: number) {
    const code = nameOf(errno);
    const text = errnoText(Object.assign(new Error(code), { code, errno: -errno }));
    super(`${syscall}: ${text}`);
    this.code = code;
    this.errno = -errno;
    this.syscall = syscall;
  }
}
