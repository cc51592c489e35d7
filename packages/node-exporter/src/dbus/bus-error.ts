import { DeniedError, NoDataError } from "@sightglass/metrics-registry";

/** The other side of a call answered with an error. */
export class BusError extends Error {
  override readonly name: string = "BusError";
  /** Such as `org.freedesktop.DBus.Error.UnknownObject`. */
  readonly errorName: string;

  constructor(errorName: string, message: string) {
    super(message === "" ? errorName : `${errorName}: ${message}`);
    this.errorName = errorName;
  }
}

/** The connection ended while something waited for an answer. */
export class ConnectionLostError extends Error {
  override readonly name: string = "ConnectionLostError";
}

const NOBODY = new Set(["org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner"]);
const DENIED = new Set(["org.freedesktop.DBus.Error.AccessDenied", "org.freedesktop.DBus.Error.AuthFailed"]);

/** An answer that is an error, as a collector reports it: nobody there is no data, a refusal is denied. */
export function asCollectorError(error: unknown, what: string): unknown {
  if (!(error instanceof BusError)) return error;
  const message = `${what}: ${error.message}`;
  if (NOBODY.has(error.errorName)) return new NoDataError(message);
  if (DENIED.has(error.errorName)) return new DeniedError(message);
  return new Error(message, { cause: error });
}
