import type { Logger } from "./log.ts";
import { answerText } from "./web/answer-text.ts";
import type { RequestHandler } from "./web/request-handler.ts";

/** Where each endpoint is served, and by what. */
export interface HealthEndpoints {
  readonly "/-/healthy": RequestHandler;
  readonly "/-/ready": RequestHandler;
  readonly "/-/reload": RequestHandler;
}

/** What the health endpoints need. */
export interface HealthEndpointsOptions {
  /** Program name as the answers give it. */
  readonly name: string;
  /** Whether the program can serve scrapes: false while it starts and once it is stopping. */
  readonly ready: () => boolean;
  /** Loads the configuration again; rejects with what is wrong with it. Undefined when the program has not enabled it. */
  readonly reload?: (() => Promise<void>) | undefined;
  readonly log: Logger;
}

const isRead = (method: string | undefined): boolean => method === "GET" || method === "HEAD";

const createProbe =
  (text: () => { readonly status: number; readonly text: string }): RequestHandler =>
  (request, response) => {
    if (!isRead(request.method)) {
      response.setHeader("Allow", "GET, HEAD");
      answerText(response, 405, "Only GET and HEAD requests are allowed.");
      return;
    }
    const answer = text();
    answerText(response, answer.status, answer.text);
  };

/**
 * Makes the handlers of `/-/healthy` (200 as long as the process answers at all), `/-/ready` (200 or 503) and
 * `/-/reload`: POST or PUT only, 405 otherwise; 403 unless enabled; 500 with the reason when the new configuration
 * is refused. Reloads asked for while one runs wait for that one's outcome.
 */
export function createHealthEndpoints(options: HealthEndpointsOptions): HealthEndpoints {
  const { log, name, ready, reload } = options;
  let reloading: Promise<void> | undefined;

  const serveReload: RequestHandler = (request, response) => {
    if (request.method !== "POST" && request.method !== "PUT") {
      response.setHeader("Allow", "POST, PUT");
      answerText(response, 405, "Only POST or PUT requests are allowed.");
      return;
    }
    if (reload === undefined) {
      answerText(response, 403, "Reload over HTTP is not enabled.");
      return;
    }
    reloading ??= Promise.resolve()
      .then(reload)
      .finally(() => {
        reloading = undefined;
      });
    const answer = (status: number, text: string): void => {
      if (!response.destroyed) {
        answerText(response, status, text);
      }
    };
    reloading.then(
      () => answer(200, "Configuration reloaded."),
      (error: unknown) => {
        log.error("Reload failed", { err: error });
        const reason = error instanceof Error ? error.message : String(error);
        answer(500, `Failed to reload the configuration: ${reason}`);
      },
    );
  };

  return {
    "/-/healthy": createProbe(() => ({ status: 200, text: `${name} is healthy.` })),
    "/-/ready": createProbe(() =>
      ready() ? { status: 200, text: `${name} is ready.` } : { status: 503, text: `${name} is not ready.` },
    ),
    "/-/reload": serveReload,
  };
}
