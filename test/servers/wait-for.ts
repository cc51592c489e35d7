import { setTimeout as delay } from "node:timers/promises";

/** Limits of a wait. */
export interface WaitLimits {
  readonly timeoutMs: number;
  readonly intervalMs?: number;
}

/**
 * Asks `probe` again and again until it returns something other than undefined and false. An error of the probe
 * counts as "not yet"; the last one is the cause of the Error thrown when time runs out.
 */
export async function waitFor<Value>(
  what: string,
  limits: WaitLimits,
  probe: () => Value | undefined | false | Promise<Value | undefined | false>,
): Promise<Value> {
  const deadline = Date.now() + limits.timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) {
        return value;
      }
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) {
      const reason = cause instanceof Error ? `: ${cause.message}` : "";
      throw new Error(`gave up after ${limits.timeoutMs} ms waiting for ${what}${reason}`, { cause });
    }
    await delay(limits.intervalMs ?? 100);
  }
}
