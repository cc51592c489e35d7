import type { IncomingMessage, ServerResponse } from "node:http";
import { answerText } from "./answer-text.ts";
import type { AuthVerdict, BasicAuthenticator } from "./auth/basic-authenticator.ts";
import { guardBody } from "./body-guard.ts";
import type { WebConfigSource } from "./config/web-config-source.ts";
import type { ConnectionTracker } from "./connection-tracker.ts";
import type { RequestHandler } from "./request-handler.ts";
import type { ResponseWatch } from "./response-watch.ts";
import type { TokenBucket } from "./token-bucket.ts";
import type { WebLimits } from "./web-limits.ts";
import type { WebLog } from "./web-log.ts";

/** What a gate works with. Fields that a reload replaces are read on each request. */
export interface RequestGateParts {
  readonly app: RequestHandler;
  readonly limits: WebLimits;
  readonly log: WebLog;
  readonly tracker: ConnectionTracker;
  readonly watch: ResponseWatch;
  source: WebConfigSource | undefined;
  authenticator: BasicAuthenticator | undefined;
  bucket: TokenBucket | undefined;
  closing: boolean;
}

/**
 * The way of each request before the application sees it: bounds of the connection and the header, the web
 * configuration's headers, rate limit (429), body size (413), authentication (401; 503 when passwords cannot be looked
 * at). With a remembered password all of it is synchronous. An error thrown by the application is answered 500 without
 * its text.
 */
export function createRequestGate(parts: RequestGateParts): RequestHandler {
  return (request, response) => {
    parts.tracker.begin(request.socket, () => pass(parts, request, response));
  };
}

function pass(parts: RequestGateParts, request: IncomingMessage, response: ServerResponse): void {
  const { limits, tracker, watch } = parts;
  const { socket } = request;
  watch.add(response);
  response.once("close", () => {
    watch.delete(response);
    tracker.end(socket);
  });
  if (parts.closing) response.setHeader("Connection", "close");
  if (request.rawHeaders.length > 2 * limits.headerCount) {
    response.setHeader("Connection", "close");
    answerText(response, 431);
    return;
  }
  if (parts.source !== undefined) {
    parts.source.check();
    for (const [name, value] of parts.source.loaded.config.headers) response.setHeader(name, value);
  }
  if (parts.bucket !== undefined && !parts.bucket.take()) {
    answerText(response, 429);
    return;
  }
  if (!guardBody(request, response, limits.bodyBytes)) return;
  if (parts.authenticator === undefined) {
    callApp(parts, request, response);
    return;
  }
  const verdict = parts.authenticator.check(request.headers.authorization);
  if (typeof verdict === "string") {
    applyVerdict(parts, verdict, request, response);
    return;
  }
  // An authenticator's promise never rejects.
  void verdict.then((later) => {
    if (!response.destroyed && !response.headersSent) applyVerdict(parts, later, request, response);
  });
}

function applyVerdict(
  parts: RequestGateParts,
  verdict: AuthVerdict,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  switch (verdict) {
    case "accepted":
      callApp(parts, request, response);
      return;
    case "refused":
      response.setHeader("WWW-Authenticate", "Basic");
      answerText(response, 401);
      return;
    case "busy":
      response.setHeader("Retry-After", "1");
      answerText(response, 503, "Too many passwords are being verified, try again later.");
      return;
  }
}

function callApp(parts: RequestGateParts, request: IncomingMessage, response: ServerResponse): void {
  try {
    parts.app(request, response);
  } catch (error) {
    parts.log.error("request failed", { err: error instanceof Error ? error.message : String(error) });
    answerText(response, 500);
  }
}
