import { KubeError, type KubeClient } from "./client.ts";

/** Who a token belongs to, as the API server says. */
export interface KubeUser {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

const REVIEW_DEADLINE_MS = 5_000;
const REVIEW_MAX_BYTES = 256 * 1024;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

async function review(client: KubeClient, path: string, kind: string, spec: object): Promise<Record<string, unknown>> {
  const apiVersion = path.split("/").slice(2, 4).join("/");
  const { status, body } = await client.request({
    method: "POST",
    path,
    body: { apiVersion, kind, spec },
    deadlineMs: REVIEW_DEADLINE_MS,
    maxBytes: REVIEW_MAX_BYTES,
  });
  if (status !== 200 && status !== 201) {
    const message = isObject(body) && typeof body["message"] === "string" ? `: ${body["message"]}` : "";
    throw new KubeError(`${kind} was answered with ${status}${message}`);
  }
  if (!isObject(body) || !isObject(body["status"])) throw new KubeError(`${kind} was answered without a status`);
  return body["status"];
}

/**
 * Asks who a bearer token belongs to (authentication.k8s.io/v1 TokenReview). Undefined: nobody, or it is not meant for
 * one of the audiences. Rejects with KubeError when the server gave no verdict.
 */
export async function reviewToken(
  client: KubeClient,
  token: string,
  audiences: readonly string[],
): Promise<KubeUser | undefined> {
  const status = await review(client, "/apis/authentication.k8s.io/v1/tokenreviews", "TokenReview", {
    token,
    ...(audiences.length > 0 && { audiences }),
  });
  const { user } = status;
  if (status["authenticated"] !== true || !isObject(user) || typeof user["username"] !== "string") return undefined;
  if (audiences.length > 0) {
    // A server that does not know about audiences returns none, and its verdict must not be trusted for ours.
    const granted: unknown = status["audiences"];
    if (!Array.isArray(granted) || !audiences.some((audience) => granted.includes(audience))) return undefined;
  }
  return user as unknown as KubeUser;
}

/**
 * Asks whether a user may read a path of ours (authorization.k8s.io/v1 SubjectAccessReview, nonResourceAttributes).
 * Rejects with KubeError when the server gave no verdict.
 */
export async function reviewAccess(
  client: KubeClient,
  user: KubeUser,
  request: { readonly path: string; readonly verb: string },
): Promise<boolean> {
  const { username, uid, groups, extra } = user;
  const status = await review(client, "/apis/authorization.k8s.io/v1/subjectaccessreviews", "SubjectAccessReview", {
    user: username,
    ...(uid !== undefined && { uid }),
    ...(groups !== undefined && { groups }),
    ...(extra !== undefined && { extra }),
    nonResourceAttributes: request,
  });
  return status["allowed"] === true && status["denied"] !== true;
}
