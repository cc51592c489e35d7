import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "../log.ts";
import { answerText } from "../web/answer-text.ts";
import type { RequestMiddleware } from "../web/request-handler.ts";
import type { KubeClient } from "./client.ts";
import { createExpiringCache } from "./expiring-cache.ts";
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
/** How long a verdict is believed: as long as a revoked right may go on being used. */
const KNOWN_TTL_MS = 60_000;
/** Short, so that a right just given works soon; long enough to keep a scraper without one off the API server. */
const REFUSED_TTL_MS = 10_000;
const MAX_ENTRIES = 1_000;
/** Reviews under way at once; beyond it requests are turned away rather than queued. */
const MAX_REVIEWS = 32;
const MAX_TOKEN_LENGTH = 16 * 1024;

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
  const users = createExpiringCache<KubeUser | "unknown">(MAX_ENTRIES, nowMs);
  const rights = createExpiringCache<boolean>(MAX_ENTRIES, nowMs);
  const underWay = new Map<string, Promise<unknown>>();

  /** Requests that ask the same at the same time share one review. */
  function shared<Value>(key: string, ask: () => Promise<Value>): Promise<Value> {
    const known = underWay.get(key);
    if (known !== undefined) return known as Promise<Value>;
    if (underWay.size >= MAX_REVIEWS) return Promise.reject(new Error("too many reviews are under way"));
    const asked = ask().finally(() => underWay.delete(key));
    underWay.set(key, asked);
    return asked;
  }

  async function userOf(token: string): Promise<KubeUser | undefined> {
    const key = digest("user", token);
    const known = users.get(key);
    if (known !== undefined) return known === "unknown" ? undefined : known;
    const user = await shared(key, () => reviewToken(client, token, audiences));
    users.set(key, user ?? "unknown", user === undefined ? REFUSED_TTL_MS : KNOWN_TTL_MS);
    return user;
  }

  async function mayUse(user: KubeUser, path: string, verb: string): Promise<boolean> {
    const key = digest("right", JSON.stringify(user), path, verb);
    const known = rights.get(key);
    if (known !== undefined) return known;
    const allowed = await shared(key, () => reviewAccess(client, user, { path, verb }));
    rights.set(key, allowed, allowed ? KNOWN_TTL_MS : REFUSED_TTL_MS);
    return allowed;
  }

  async function decide(request: IncomingMessage): Promise<200 | 401 | 403 | 503> {
    const token = bearerToken(request);
    if (token === undefined) return 401;
    try {
      const user = await userOf(token);
      if (user === undefined) return 401;
      return (await mayUse(user, pathOf(request), (request.method ?? "GET").toLowerCase())) ? 200 : 403;
    } catch (error) {
      log.error("The Kubernetes API server gave no verdict on a request", { err: error });
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
