/** Threads of libuv's pool when the environment does not say. */
const DEFAULT_POOL_SIZE = 4;
const MAX_POOL_SIZE = 1024;
/** Threads that are never held, so that compression, DNS and file reads go on. */
const RESERVED_THREADS = 2;

let held = 0;

/** Threads of libuv's pool, by UV_THREADPOOL_SIZE. */
export function threadPoolSize(environment: NodeJS.ProcessEnv): number {
  const size = Number(environment["UV_THREADPOOL_SIZE"] ?? DEFAULT_POOL_SIZE);
  return Number.isInteger(size) && size > 0 ? Math.min(size, MAX_POOL_SIZE) : DEFAULT_POOL_SIZE;
}

/** How many threads calls that may hang can take at a time. */
export function maxHeldThreads(environment: NodeJS.ProcessEnv): number {
  return Math.max(0, threadPoolSize(environment) - RESERVED_THREADS);
}

/**
 * Threads of the pool that are in a call which may never return. The pool belongs to the process, so the count does
 * too. While it is not 0, `process.exit()` may wait for ever.
 */
export function heldThreads(): number {
  return held;
}

/** Counts one thread as taken. */
export function holdThread(): void {
  held += 1;
}

/** Counts one thread as free again. */
export function releaseThread(): void {
  held -= 1;
}
