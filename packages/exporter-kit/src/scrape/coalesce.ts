import { setImmediate as nextTurn } from "node:timers/promises";
import type { Scrape } from "@sightglass/metrics-registry";

/** The collection did not answer in the time that this request had. */
export class ScrapeTimeoutError extends Error {
  override readonly name: string = "ScrapeTimeoutError";
}

/** Bytes of one answer, ready to send. */
export interface ScrapeBody {
  readonly bytes: Uint8Array;
  /** Value of `Content-Encoding`; undefined when the bytes are the page itself. */
  readonly encoding: string | undefined;
}

/** A finished collection and the answers made of it, shared by the requests that waited for it. */
export interface SharedScrape {
  readonly scrape: Scrape;
  /** Makes the answer for a variant (format and encoding), or hands over the one that another request made. */
  body(variant: string, make: (scrape: Scrape) => ScrapeBody | Promise<ScrapeBody>): Promise<ScrapeBody>;
}

/** Runs collections so that concurrent requests for the same thing share one. */
export interface Coalescer {
  /**
   * Joins the collection that runs under `key`, or starts one with `deadlineMs`, in the next turn of the event loop: most
   * of a collection is one piece of work, and the requests that have arrived by then could not join it later.
   *
   * A collection has the deadline of the request that started it. A request that joins with less time than the
   * collection has left waits no longer than its own time, and then rejects with `ScrapeTimeoutError`, while the
   * collection goes on for the others. A collection that has finished is never joined: its samples are of the past.
   */
  run(key: string, deadlineMs: number, collect: (deadlineMs: number) => Promise<Scrape>): Promise<SharedScrape>;
  /** Collections under way. */
  readonly running: number;
}

interface Running {
  readonly key: string;
  readonly endsAtMs: number;
  readonly result: Promise<SharedScrape>;
}

/**
 * The registry itself ends a collection at its deadline. Should it fail to, the collection is given up this many
 * milliseconds later: a hung one must not capture every later scrape.
 */
const GRACE_MS = 1000;

const timeoutAfter = (ms: number): ScrapeTimeoutError =>
  new ScrapeTimeoutError(`Collection did not finish within ${(ms / 1000).toFixed(3)} s.`);

const share = (scrape: Scrape): SharedScrape => {
  const bodies = new Map<string, Promise<ScrapeBody>>();
  return {
    scrape,
    body(variant, make) {
      let body = bodies.get(variant);
      if (body === undefined) {
        body = Promise.resolve(scrape).then(make);
        bodies.set(variant, body);
      }
      return body;
    },
  };
};

/** Rejects after `ms` unless `result` settles before. */
const within = <Value>(result: Promise<Value>, ms: number): Promise<Value> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timeoutAfter(ms)), ms);
    result.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** Makes a coalescer; `now` is a monotonic clock in milliseconds. */
export function createCoalescer(now: () => number = () => performance.now()): Coalescer {
  // An array, since a Map that is filled and emptied leaves every page behind until a major collection: see `ResponseWatch`.
  const running: Running[] = [];

  const forget = (entry: Running): void => {
    const index = running.indexOf(entry);
    if (index !== -1) {
      running.splice(index, 1);
    }
  };

  const start = (
    key: string,
    deadlineMs: number,
    collect: (deadlineMs: number) => Promise<Scrape>,
  ): Promise<SharedScrape> => {
    const collected = nextTurn(deadlineMs).then(collect).then(share);
    const result = within(collected, deadlineMs + GRACE_MS).finally(() => forget(entry));
    const entry: Running = { key, endsAtMs: now() + deadlineMs, result };
    running.push(entry);
    return result;
  };

  return {
    run(key, deadlineMs, collect) {
      const current = running.find((entry) => entry.key === key);
      if (current === undefined) {
        return start(key, deadlineMs, collect);
      }
      return now() + deadlineMs < current.endsAtMs ? within(current.result, deadlineMs) : current.result;
    },
    get running() {
      return running.length;
    },
  };
}
