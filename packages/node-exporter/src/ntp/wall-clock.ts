/** Longest wait for the clock's next millisecond; a clock that was set back could be waited for in vain. */
const MAX_WAIT_NS = 2_000_000n;
const MILLI = 1_000_000n;

/**
 * Finds how far Unix time in nanoseconds is ahead of `process.hrtime.bigint()`, to a few microseconds. JavaScript tells
 * the time in whole milliseconds, which is as much as the default tolerance for a clock's error; so this waits, for a
 * millisecond at most, until the next one begins.
 */
export function wallClockLead(): bigint {
  const start = Date.now();
  const giveUpAt = process.hrtime.bigint() + MAX_WAIT_NS;
  for (;;) {
    const now = Date.now();
    const at = process.hrtime.bigint();
    if (now !== start || at > giveUpAt) return BigInt(now) * MILLI - at;
  }
}
