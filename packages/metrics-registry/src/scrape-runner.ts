import { setImmediate as nextTurn } from "node:timers/promises";
import type { CollectorRunner, RunResult } from "./runner.ts";

/** Bounds of one scrape. */
export interface ScrapeLimits {
  /** Milliseconds until what has not ended is reported as `timeout`. */
  readonly deadlineMs: number;
  /** Milliseconds for each single collector; the scrape's deadline when larger. */
  readonly collectorDeadlineMs: number;
  /** How many asynchronous collectors may be under way at once. */
  readonly concurrency: number;
}

/** Synchronous collectors give the event loop a turn after this long, so that other requests are answered. */
const TURN_MS = 25;

const inSeconds = (sinceMs: number): number => (performance.now() - sinceMs) / 1000;

/**
 * A promise's result, or the collector's timeout once the signal is aborted. A collector that obeys the signal may end
 * at once with what it has; that is its result then.
 */
function orTimeout(
  runner: CollectorRunner,
  pending: Promise<RunResult>,
  { signal, startMs, message }: { readonly signal: AbortSignal; readonly startMs: number; readonly message: string },
): Promise<RunResult> {
  return new Promise((resolve) => {
    let ended: RunResult | undefined;
    const giveUp = (): void => {
      void nextTurn().then(() => resolve(ended?.reason === "ok" ? ended : runner.giveUp(inSeconds(startMs), message)));
    };
    void pending.then((result) => {
      ended = result;
      if (signal.aborted) return;
      signal.removeEventListener("abort", giveUp);
      resolve(result);
    });
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
}

/**
 * Runs the collectors in order and calls `onResult` once for each of them; ends no later than the deadline, but for
 * synchronous code that is running then. What is still under way at the deadline is left to end by itself and its
 * result is not used; as long as it has not ended, later scrapes report it at once.
 */
export async function runScrape(
  runners: readonly CollectorRunner[],
  limits: ScrapeLimits,
  onResult: (runner: CollectorRunner, result: RunResult) => void,
): Promise<void> {
  const startMs = performance.now();
  const scrape = new AbortController();
  const perCollectorMs = Math.min(limits.deadlineMs, limits.collectorDeadlineMs);
  const late = `did not end within ${perCollectorMs / 1000} s`;
  const pending = new Set<Promise<void>>();
  const deadline = setTimeout(() => scrape.abort(), limits.deadlineMs);
  // Own deadlines matter only where they end before the scrape's.
  const timers: NodeJS.Timeout[] = [deadline];
  let turnStartMs = startMs;

  function signalFor(): AbortSignal {
    if (perCollectorMs >= limits.deadlineMs) return scrape.signal;
    const own = new AbortController();
    timers.push(setTimeout(() => own.abort(), perCollectorMs));
    return own.signal;
  }

  try {
    for (const runner of runners) {
      if (performance.now() - turnStartMs > TURN_MS) {
        await nextTurn();
        turnStartMs = performance.now();
      }
      while (pending.size >= limits.concurrency && !scrape.signal.aborted) await Promise.race(pending);
      const atMs = performance.now();
      if (scrape.signal.aborted || atMs - startMs >= limits.deadlineMs) {
        onResult(runner, runner.giveUp(0, "the scrape's deadline came before this collector's turn"));
        continue;
      }
      if (runner.overdue()) {
        onResult(runner, runner.giveUp(0, "still busy with an earlier scrape"));
        continue;
      }
      const signal = signalFor();
      const result = runner.run(signal);
      if (!(result instanceof Promise)) {
        onResult(runner, result);
        continue;
      }
      const done = orTimeout(runner, result, { signal, startMs: atMs, message: late }).then((one) => {
        onResult(runner, one);
        pending.delete(done);
      });
      pending.add(done);
    }
    await Promise.all(pending);
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
