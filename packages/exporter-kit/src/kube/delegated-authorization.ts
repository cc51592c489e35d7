import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "../log.ts";
import { answerText } from "../web/answer-text.ts";
import type { RequestMiddleware } from "../web/request-handler.ts";
import type { KubeClient } from "./client.ts";
import { createReviewedVerdicts } from "./reviewed-verdicts.ts";
import { reviewAccess, reviewToken, type KubeUser } from "./reviews.ts";

/** Bounds and exceptions of the filter. */
export interface DelegatedAuthorizationSettings {
  readonly client: KubeClient;
  readonly log: Logger;
  /** Audiences one of which a token must be meant for; the API server's own when empty. */
  readonly audiences?: readonly string[];
  /** Paths that anybody may ask for: the kubelet's probes carry no token. */
  readonly openPaths?: ReadonlySet<string>;
  readonly nowMs?: () => number;
}

const OPEN_PATHS: ReadonlySet<string> = new Set(["/-/healthy", "/-/ready"]);
const MAX_TOKEN_LENGTH = 16 * 1024;

/** What is logged of requests without a verdict: a flood of them must not become one of the log. */
const LOG_INTERVAL_MS = 10_000;

const BEARER = /^bearer +([\x21-\x7e]+) *$/i;

/** Bearer token of a request, or undefined when there is none in proper form. */
function bearerToken(request: IncomingMessage): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined || header.length > MAX_TOKEN_LENGTH) return undefined;
  return BEARER.exec(header)?.[1];
}

const digest = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64");

const pathOf = (request: IncomingMessage): string => (request.url ?? "/").split("?", 1)[0] ?? "/";

/**
 * A filter that lets the Kubernetes API server decide who may read: TokenReview tells who the bearer token belongs to,
 * SubjectAccessReview whether that user may use the request's path and method. It replaces a kube-rbac-proxy in front.
 * Answers 401 without a valid token, 403 without the right, 503 when the API server gives no verdict: never open.
 * Tokens are kept only as digests.
 */
export function createDelegatedAuthorization(settings: DelegatedAuthorizationSettings): RequestMiddleware {
  const { client, log, audiences = [], openPaths = OPEN_PATHS, nowMs = Date.now } = settings;
  // Apart, so that a flood of tokens takes no review from requests whose token is known.
  const users = createReviewedVerdicts<KubeUser>(nowMs);
  const rights = createReviewedVerdicts<true>(nowMs);
  let loggedMs = -Infinity;
  let unheard = 0;

  const userOf = (token: string): Promise<KubeUser | undefined> =>
    users.verdict(digest("user", token), () => reviewToken(client, token, audiences));

  async function mayUse(user: KubeUser, path: string, verb: string): Promise<boolean> {
    const allowed = await rights.verdict(digest("right", JSON.stringify(user), path, verb), async () =>
      (await reviewAccess(client, user, { path, verb })) ? true : undefined,
    );
    return allowed === true;
  }

  async function decide(request: IncomingMessage): Promise<200 | 401 | 403 | 503> {
    const token = bearerToken(request);
    if (token === undefined) return 401;
    try {
      const user = await userOf(token);
      if (user === undefined) return 401;
      return (await mayUse(user, pathOf(request), (request.method ?? "GET").toLowerCase())) ? 200 : 403;
    } catch (error) {
      unheard += 1;
      if (nowMs() - loggedMs >= LOG_INTERVAL_MS) {
        log.error("The Kubernetes API server gave no verdict", { err: error, requests: unheard });
        loggedMs = nowMs();
        unheard = 0;
      }
      return 503;
    }
  }

  function answer(response: ServerResponse, status: 401 | 403 | 503): void {
    if (status === 401) response.setHeader("WWW-Authenticate", "Bearer");
    answerText(response, status);
  }

  return (request, response, next) => {
    if (openPaths.has(pathOf(request))) {
      next();
      return;
    }
    void decide(request).then((status) => {
      if (response.destroyed) return;
      if (status === 200) next();
      else answer(response, status);
    });
  };
}
