/** How long a collection may take. All in milliseconds. */
export interface DeadlineLimits {
  /** When the scraper does not say how long it waits. */
  readonly defaultMs: number;
  /** Taken off what the scraper says, so that the answer is there before it gives up. */
  readonly offsetMs: number;
  /** Upper bound, whatever the scraper says. */
  readonly maxMs: number;
}

/** Prometheus gives up after 10 s by default, so an unknown scraper gets a little less; nobody gets more than a minute. */
export const DEFAULT_DEADLINE_LIMITS: DeadlineLimits = { defaultMs: 9500, offsetMs: 500, maxMs: 60_000 };

/** Below this no collector could read anything; a shorter wish is answered with this one. */
const MIN_DEADLINE_MS = 10;

const SECONDS = /^\d{1,9}(?:\.\d{1,12})?$/;

/**
 * Milliseconds that a collection may take, from the `X-Prometheus-Scrape-Timeout-Seconds` header (decimal seconds).
 * Anything else in the header is as good as no header. When the offset would eat the whole timeout, the timeout
 * itself is taken, as mysqld_exporter does.
 */
export function scrapeDeadlineMs(header: string | undefined, limits: DeadlineLimits): number {
  const seconds = header !== undefined && SECONDS.test(header) ? Number(header) : 0;
  if (seconds === 0) {
    return Math.min(limits.defaultMs, limits.maxMs);
  }
  const timeoutMs = seconds * 1000;
  const withOffset = timeoutMs > limits.offsetMs ? timeoutMs - limits.offsetMs : timeoutMs;
  return Math.min(Math.max(withOffset, MIN_DEADLINE_MS), limits.maxMs);
}
