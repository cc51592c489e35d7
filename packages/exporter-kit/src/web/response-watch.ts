import type { ServerResponse } from "node:http";

interface Watched {
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
 */
export class ResponseWatch {
  readonly #limits: ResponseWatchLimits;
  readonly #watched = new Map<ServerResponse, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ResponseWatchLimits) {
    this.#limits = limits;
  }

  add(response: ServerResponse): void {
    this.#watched.set(response, { startedAt: performance.now(), headersAt: undefined });
    this.#timer ??= setInterval(() => this.#check(), this.#limits.checkIntervalMs).unref();
  }

  delete(response: ServerResponse): void {
    this.#watched.delete(response);
  }

  #check(): void {
    if (this.#watched.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    for (const [response, watched] of this.#watched) {
      if (response.headersSent) watched.headersAt ??= now;
      const late =
        watched.headersAt === undefined
          ? now - watched.startedAt > this.#limits.handlerTimeoutMs
          : now - watched.headersAt > this.#limits.responseTimeoutMs;
      if (late) response.req.socket.destroy();
    }
  }
}
