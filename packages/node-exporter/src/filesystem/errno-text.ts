/** Texts that Go's syscall package has for the errors that statfs(2) and a path walk can give. */
const TEXTS: Readonly<Record<string, string>> = {
  E2BIG: "argument list too long",
  EACCES: "permission denied",
  EAGAIN: "resource temporarily unavailable",
  EBADF: "bad file descriptor",
  EBUSY: "device or resource busy",
  ECOMM: "communication error on send",
  ECONNABORTED: "software caused connection abort",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EFAULT: "bad address",
  EHOSTDOWN: "host is down",
  EHOSTUNREACH: "no route to host",
  EINTR: "interrupted system call",
  EINVAL: "invalid argument",
  EIO: "input/output error",
  EKEYEXPIRED: "key has expired",
  EKEYREJECTED: "key was rejected by service",
  EKEYREVOKED: "key has been revoked",
  ELOOP: "too many levels of symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "file name too long",
  ENETDOWN: "network is down",
  ENETUNREACH: "network is unreachable",
  ENFILE: "too many open files in system",
  ENODATA: "no data available",
  ENODEV: "no such device",
  ENOENT: "no such file or directory",
  ENOKEY: "required key not available",
  ENOLINK: "link has been severed",
  ENOMEDIUM: "no medium found",
  ENOMEM: "cannot allocate memory",
  ENOSYS: "function not implemented",
  ENOTCONN: "transport endpoint is not connected",
  ENOTDIR: "not a directory",
  ENOTSUP: "operation not supported",
  ENXIO: "no such device or address",
  EOPNOTSUPP: "operation not supported",
  EOVERFLOW: "value too large for defined data type",
  EPERM: "operation not permitted",
  EPIPE: "broken pipe",
  EPROTO: "protocol error",
  EREMOTEIO: "remote I/O error",
  EROFS: "read-only file system",
  ESHUTDOWN: "cannot send after transport endpoint shutdown",
  ESTALE: "stale file handle",
  ETIMEDOUT: "connection timed out",
  EUCLEAN: "structure needs cleaning",
};

/** Linux numbers of errors that libuv knows no name for and calls UNKNOWN. */
const NUMBERS: Readonly<Record<number, string>> = {
  61: "ENODATA",
  67: "ENOLINK",
  70: "ECOMM",
  71: "EPROTO",
  112: "EHOSTDOWN",
  116: "ESTALE",
  117: "EUCLEAN",
  121: "EREMOTEIO",
  123: "ENOMEDIUM",
  126: "ENOKEY",
  127: "EKEYEXPIRED",
  128: "EKEYREVOKED",
  129: "EKEYREJECTED",
};

/**
 * The text of a system error as node_exporter shows it in `device_error`, so that a rule on that label keeps working;
 * `errno N` for one that neither libuv nor this table knows.
 */
export function errnoText(error: NodeJS.ErrnoException): string {
  const number = Math.abs(error.errno ?? 0);
  const known = TEXTS[error.code ?? ""] ?? TEXTS[NUMBERS[number] ?? ""];
  if (known !== undefined) return known;
  return number > 0 ? `errno ${number}` : error.message;
}
