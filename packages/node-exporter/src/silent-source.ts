/**
 * The error for a FIFO in a file's place, which stands for a source that never answers: whoever waited for it would be
 * late, so that the collector is reported as timed out without the wait.
 */
export function silentSource(path: string): Error {
  return new DOMException(`${path} is a pipe and would not answer`, "TimeoutError");
}
