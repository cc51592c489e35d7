/**
 * A token bucket: `burst` tokens at first, one more each `intervalMs`, never above `burst`.
 * `now` is a monotonic clock in milliseconds.
 */
export class TokenBucket {
  readonly intervalMs: number;
  readonly burst: number;
  readonly #now: () => number;
  #tokens: number;
  #last: number;

  constructor(intervalMs: number, burst: number, now: () => number = () => performance.now()) {
    this.intervalMs = intervalMs;
    this.burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#last = now();
  }

  /** Takes a token; false when there is none. */
  take(): boolean {
    const now = this.#now();
    this.#tokens = Math.min(this.burst, this.#tokens + (now - this.#last) / this.intervalMs);
    this.#last = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
