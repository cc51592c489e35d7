import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import type { KubeConnection, KubeCredentials } from "./credentials.ts";

/** Where the kubelet mounts a ServiceAccount's token, CA and namespace. */
const SERVICE_ACCOUNT_DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount";
/** The kubelet replaces the token well before it expires; reading it once a minute is what client-go does, too. */
const TOKEN_TTL_MS = 60_000;
/** As many as the authorization filter has reviews under way (32 of tokens, 32 of rights): none waits behind a slow one. */
const MAX_SOCKETS = 64;

/** What the in-cluster credentials are found by; tests pass their own. */
export interface InClusterSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory?: string;
  readonly nowMs?: () => number;
}

/** Whether this process runs in a pod that may talk to the API server. */
export function isInCluster(env: Readonly<Record<string, string | undefined>>): boolean {
  return (env["KUBERNETES_SERVICE_HOST"] ?? "") !== "" && (env["KUBERNETES_SERVICE_PORT"] ?? "") !== "";
}

const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The credentials of the pod's ServiceAccount, from the three mounted files and two environment variables, without a
 * client library. Throws when one of the files cannot be read. A token that cannot be re-read later stays in use.
 */
export function inClusterCredentials(settings: InClusterSettings): KubeCredentials {
  const { env, directory = SERVICE_ACCOUNT_DIRECTORY, nowMs = Date.now } = settings;
  if (!isInCluster(env)) {
    throw new Error("not in a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set");
  }
  const read = (name: string): string => {
    const path = join(directory, name);
    try {
      const text = readFileSync(path, "utf8");
      if (text.trim() === "") throw new Error("the file is empty");
      return text;
    } catch (error) {
      throw new Error(`cannot read the ServiceAccount's ${name}: ${errorText(error)}`, { cause: error });
    }
  };
  const host = env["KUBERNETES_SERVICE_HOST"] as string;
  const server = new URL(
    `https://${host.includes(":") ? `[${host}]` : host}:${env["KUBERNETES_SERVICE_PORT"] as string}`,
  );
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, ca: read("ca.crt") });
  let connection: KubeConnection = { agent, headers: { authorization: `Bearer ${read("token").trim()}` } };
  let staleAtMs = nowMs() + TOKEN_TTL_MS;

  return {
    server,
    namespace: readOr(join(directory, "namespace"), "default"),
    connect: () => {
      if (nowMs() >= staleAtMs) {
        staleAtMs = nowMs() + TOKEN_TTL_MS;
        const token = readOr(join(directory, "token"), "");
        if (token !== "") connection = { agent, headers: { authorization: `Bearer ${token}` } };
      }
      return Promise.resolve(connection);
    },
    refused: () => {
      staleAtMs = 0;
    },
  };
}

function readOr(path: string, fallback: string): string {
  try {
    return readFileSync(path, "utf8").trim() || fallback;
  } catch {
    return fallback;
  }
}
