import { NoDataError } from "@sightglass/metrics-registry";

/** Whether an error is a file system's with one of the given codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** What `read` returns, or undefined when the file that it reads does not exist. */
export function ifPresent<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** A tree says of an absent path the same thing each time; so is what is said here, which costs less than a new error. */
const said = new WeakMap<Error, NoDataError>();

/** The NoDataError that an absent path means, the same one for the same error. */
export function absence(error: Error, reason: string): NoDataError {
  let known = said.get(error);
  if (known === undefined || known.message !== reason) {
    known = new NoDataError(reason);
    said.set(error, known);
  }
  return known;
}

/** What `read` returns; a file that does not exist means that the collector has no source on this machine. */
export function orNoData<Value>(read: () => Value, reason: string): Value {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw absence(error as Error, reason);
    throw error;
  }
}
