import { statfs, type StatsFs } from "node:fs";
import { heldThreads, holdThread, releaseThread } from "./held-threads.ts";

/** The numbers of statfs(2), why there are none, or that the call has not come back. */
export type ProbeResult =
  | { readonly kind: "ok"; readonly stats: StatsFs }
  | { readonly kind: "error"; readonly error: NodeJS.ErrnoException }
  /** No answer within the limit; the mount is left alone until its call returns. */
  | { readonly kind: "timeout" }
  /** Not asked: as many calls as may be are held by other mounts. */
  | { readonly kind: "skipped" };

/** `fs.statfs` with a callback. */
export type StatfsCall = (path: string, done: (error: NodeJS.ErrnoException | null, stats: StatsFs) => void) => void;

/** How a prober asks and when it gives up. */
export interface MountProberOptions {
  readonly timeoutMs: number;
  /** Calls under way at a time in this process. */
  readonly maxHeld: number;
  readonly call?: StatfsCall;
}

/** Asks mounts that can hang, without waiting longer than the limit for any of them. */
export interface MountProber {
  /**
   * Results by path, within the time limit for all of them together, or when the signal is aborted if that comes first:
   * what has not answered then timed out. They come at once, not as a promise, when there is nothing to wait for. Calls
   * under way go on, and the next round joins them.
   */
  probe(
    paths: readonly string[],
    signal: AbortSignal,
  ): ReadonlyMap<string, ProbeResult> | Promise<ReadonlyMap<string, ProbeResult>>;
}

interface Entry {
  readonly path: string;
  /** Undefined while it waits for a free thread. */
  startedAt: number | undefined;
  /** A round has waited the whole limit for it. A clock alone would not do: timers may fire a little early. */
  stuck: boolean;
  /** Rounds that wait for the result; none when they gave up. */
  readonly waiters: Set<(result: ProbeResult) => void>;
}

const TIMEOUT: ProbeResult = { kind: "timeout" };
const SKIPPED: ProbeResult = { kind: "skipped" };

/** Threads that only mounts may take which answered last time: however many hang, healthy ones are asked. */
const MAX_KEPT_FREE = 4;

/** Makes a prober. It remembers no more than the mounts that a round asked for and the calls under way. */
export function createMountProber({ timeoutMs, maxHeld, call = statfs }: MountProberOptions): MountProber {
  const keptFree = Math.min(MAX_KEPT_FREE, Math.floor(maxHeld / 4));
  const entries = new Map<string, Entry>();
  /** Of mounts that answered last time, and of the others. */
  const healthy: Entry[] = [];
  const unproven: Entry[] = [];
  /** Ends the wait of each round under way. */
  const rounds = new Set<() => void>();
  let answered = new Set<string>();

  const isStuck = ({ startedAt, stuck }: Entry): boolean =>
    stuck || (startedAt !== undefined && performance.now() - startedAt >= timeoutMs);

  function start(entry: Entry): void {
    entry.startedAt = performance.now();
    holdThread();
    const done = (error: NodeJS.ErrnoException | null, stats?: StatsFs): void => {
      releaseThread();
      entries.delete(entry.path);
      answered.add(entry.path);
      const result: ProbeResult = error === null ? { kind: "ok", stats: stats as StatsFs } : { kind: "error", error };
      for (const waiter of entry.waiters) waiter(result);
      startQueued();
      if (!hasHope()) for (const end of rounds) end();
    };
    try {
      call(entry.path, done);
    } catch (error) {
      // Node refuses a path with a zero byte before any thread is taken.
      done(error as NodeJS.ErrnoException);
    }
  }

  function startQueued(): void {
    while (healthy.length > 0 && heldThreads() < maxHeld) start(healthy.shift() as Entry);
    while (unproven.length > 0 && heldThreads() < maxHeld - keptFree) start(unproven.shift() as Entry);
  }

  /** Whether a call is under way that may still come back in time and free its thread. */
  function hasHope(): boolean {
    for (const entry of entries.values()) if (entry.startedAt !== undefined && !isStuck(entry)) return true;
    return false;
  }

  function enter(path: string): Entry {
    const known = entries.get(path);
    if (known !== undefined) return known;
    const entry: Entry = { path, startedAt: undefined, stuck: false, waiters: new Set() };
    entries.set(path, entry);
    (answered.has(path) ? healthy : unproven).push(entry);
    return entry;
  }

  function leave(entry: Entry, waiter: (result: ProbeResult) => void): void {
    entry.waiters.delete(waiter);
    if (entry.startedAt !== undefined || entry.waiters.size > 0) return;
    entries.delete(entry.path);
    for (const queue of [healthy, unproven]) {
      const at = queue.indexOf(entry);
      if (at >= 0) queue.splice(at, 1);
    }
  }

  function probe(
    paths: readonly string[],
    signal: AbortSignal,
  ): ReadonlyMap<string, ProbeResult> | Promise<ReadonlyMap<string, ProbeResult>> {
    signal.throwIfAborted();
    const results = new Map<string, ProbeResult>();
    const waiting = new Map<Entry, (result: ProbeResult) => void>();
    let finish: (() => void) | undefined;
    for (const path of new Set(paths)) {
      const entry = enter(path);
      if (isStuck(entry)) {
        results.set(path, TIMEOUT);
        continue;
      }
      const waiter = (result: ProbeResult): void => {
        waiting.delete(entry);
        results.set(path, result);
        if (waiting.size === 0) finish?.();
      };
      entry.waiters.add(waiter);
      waiting.set(entry, waiter);
    }
    answered = new Set(paths.filter((path) => answered.has(path)));
    /** Ends the wait for all that is left. */
    const giveUp = (): void => {
      for (const [entry, waiter] of waiting) {
        results.set(entry.path, entry.startedAt === undefined ? SKIPPED : TIMEOUT);
        if (entry.startedAt !== undefined) answered.delete(entry.path);
        leave(entry, waiter);
      }
      waiting.clear();
      finish?.();
    };
    startQueued();
    if (!hasHope()) giveUp();
    if (waiting.size === 0) return results;
    return new Promise((resolve) => {
      const startedBefore = performance.now();
      const timer = setTimeout(() => {
        for (const entry of waiting.keys()) {
          if (entry.startedAt !== undefined && entry.startedAt <= startedBefore) entry.stuck = true;
        }
        giveUp();
      }, timeoutMs);
      finish = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", giveUp);
        rounds.delete(giveUp);
        resolve(results);
      };
      rounds.add(giveUp);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  return { probe };
}
