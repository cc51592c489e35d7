import type { ErrorRequestHandler, Express } from "express";
import { createExpressApplication } from "./express-application.ts";
import type { HealthEndpoints } from "./health-endpoints.ts";
import type { Logger } from "./log.ts";
import { answerText } from "./web/answer-text.ts";
import type { RequestHandler, RequestMiddleware } from "./web/request-handler.ts";

/** What an app is put together from. */
export interface AppParts {
  /** `--web.telemetry-path`; when it is `/`, there is no landing page. */
  readonly telemetryPath: string;
  readonly scrape: RequestHandler;
  readonly landing: RequestHandler;
  readonly health: HealthEndpoints;
  /** Pages about the program itself, such as its configuration in effect; like the ones above, they cannot be replaced. */
  readonly management?: Readonly<Record<string, RequestHandler>>;
  /** Further paths of a program, such as `/probe`. They cannot replace the ones above. */
  readonly routes?: Readonly<Record<string, RequestHandler>>;
  /** Run before every route, in this order: security headers, authentication, rate limit. */
  readonly middleware?: readonly RequestMiddleware[];
  readonly log: Logger;
}

/**
 * Makes the express app of a program. Paths are compared whole and case-sensitively, as Go's mux does, and never
 * taken for express's patterns, so that a telemetry path may hold any character. Unknown paths get 404.
 */
export function assembleApp(parts: AppParts): Express {
  const { log } = parts;
  const app = createExpressApplication();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", false);

  const routes = new Map<string, RequestHandler>(Object.entries(parts.routes ?? {}));
  routes.set("/", parts.landing);
  for (const [path, handler] of Object.entries({ ...parts.health, ...parts.management })) {
    routes.set(path, handler);
  }
  routes.set(parts.telemetryPath, parts.scrape);

  for (const handler of parts.middleware ?? []) {
    app.use(handler);
  }
  app.use((request, response) => {
    const handler = routes.get(request.path);
    if (handler === undefined) {
      answerText(response, 404, "404 page not found");
    } else {
      handler(request, response);
    }
  });
  // Express tells an error handler by its four parameters.
  const answerError: ErrorRequestHandler = (error: unknown, request, response, _next) => {
    log.error("Request failed", { method: request.method, path: request.path, err: error });
    answerText(response, 500);
  };
  app.use(answerError);
  return app;
}
