/** Longest search: four ticks of the clock, which could also be set back meanwhile. */
const MAX_WAIT_NS = 4_000_000n;
/** A tick that was seen this soon is good enough. */
const GOOD_NS = 50_000n;
const MILLI = 1_000_000n;

/**
 * Finds how far Unix time in nanoseconds is ahead of `process.hrtime.bigint()`, to some microseconds. JavaScript tells
 * the time in whole milliseconds, which is as much as the default tolerance for a clock's error; so this watches the
 * clock until the next one begins, for a millisecond as a rule. When this process was held up just then, so that the
 * tick was seen late, the next is tried.
 */
export function wallClockLead(): bigint {
  let last = Date.now();
  let lastAt = process.hrtime.bigint();
  let lead = BigInt(last) * MILLI - lastAt;
  let best = MAX_WAIT_NS;
  const giveUpAt = lastAt + MAX_WAIT_NS;
  for (;;) {
    const now = Date.now();
    const at = process.hrtime.bigint();
    // The tick came after the last look.
    if (now !== last && at - lastAt < best) {
      best = at - lastAt;
      lead = BigInt(now) * MILLI - at;
    }
    if (best <= GOOD_NS || at > giveUpAt) return lead;
    last = now;
    lastAt = at;
  }
}
