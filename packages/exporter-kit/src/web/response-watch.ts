import type { ServerResponse } from "node:http";

interface Watched {
  readonly response: ServerResponse;
  readonly startedAt: number;
  headersAt: number | undefined;
}

/** Times in milliseconds; see `WebLimits`. */
export interface ResponseWatchLimits {
  readonly handlerTimeoutMs: number;
  readonly responseTimeoutMs: number;
  readonly checkIntervalMs: number;
}

/**
 * Cuts responses that take too long: to begin (the application never answers) or, once begun, to leave the process
 * (the client does not read). One timer looks at all of them, and only while there are any, so a request costs no timer.
 * The times are therefore kept to within one interval.
 *
 * They are kept in an array, not in a Map or Set: V8 replaces the table of those after a few deletions and links the old
 * one to the new one. Once one table has grown old, that chain keeps every later one, and the responses in it, alive
 * until the next major collection.
 */
export class ResponseWatch {
  readonly #limits: ResponseWatchLimits;
  readonly #watched: Watched[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ResponseWatchLimits) {
    this.#limits = limits;
  }

  add(response: ServerResponse): void {
    this.#watched.push({ response, startedAt: performance.now(), headersAt: undefined });
    this.#timer ??= setInterval(() => this.#check(), this.#limits.checkIntervalMs).unref();
  }

  delete(response: ServerResponse): void {
    const index = this.#watched.findIndex((watched) => watched.response === response);
    if (index === -1) return;
    const last = this.#watched.pop();
    if (last !== undefined && last.response !== response) this.#watched[index] = last;
  }

  #check(): void {
    if (this.#watched.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    for (const watched of this.#watched) {
      const { response } = watched;
      if (response.headersSent) watched.headersAt ??= now;
      const late =
        watched.headersAt === undefined
          ? now - watched.startedAt > this.#limits.handlerTimeoutMs
          : now - watched.headersAt > this.#limits.responseTimeoutMs;
      if (late) response.req.socket.destroy();
    }
  }
}
