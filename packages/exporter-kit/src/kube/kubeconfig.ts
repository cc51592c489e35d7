import { Agent, type RequestOptions } from "node:https";
import { isDeepStrictEqual } from "node:util";
import type { KubeConnection, KubeCredentials } from "./credentials.ts";

/** As many as the authorization filter has reviews under way (32 of tokens, 32 of rights): none waits behind a slow one. */
const MAX_SOCKETS = 64;
/** Exec and OIDC plug-ins cache their tokens and renew expired ones; asking them more often than this gains nothing. */
const TTL_MS = 10_000;

/** Which kubeconfig, and which of its contexts. */
export interface KubeconfigSettings {
  /** A file; `KUBECONFIG` and `~/.kube/config` decide when absent. */
  readonly path?: string;
  readonly context?: string;
  /** Overrides the cluster's server address. */
  readonly server?: string;
}

interface TlsIdentity {
  readonly ca: RequestOptions["ca"];
  readonly cert: RequestOptions["cert"];
  readonly key: RequestOptions["key"];
}

/**
 * Credentials of a kubeconfig, in every form that the official client knows: tokens and token files, client
 * certificates, basic, exec plug-ins, OIDC, proxies. The client library is imported here and nowhere else, since that
 * costs 42 MB. Throws when the file cannot be read or the context is not in it.
 */
export async function kubeconfigCredentials(settings: KubeconfigSettings): Promise<KubeCredentials> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (settings.path === undefined) config.loadFromDefault();
  else config.loadFromFile(settings.path);
  if (settings.context !== undefined) {
    if (config.getContextObject(settings.context) === null) {
      const known = config.getContexts().map(({ name }) => name);
      throw new Error(`kubeconfig has no context ${JSON.stringify(settings.context)}; it has: ${known.join(", ")}`);
    }
    config.setCurrentContext(settings.context);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error("kubeconfig names no current cluster");
  const server = new URL(settings.server ?? cluster.server);
  if (server.protocol !== "https:" && server.protocol !== "http:") {
    throw new Error(`kubeconfig: server ${JSON.stringify(server.href)} is neither http nor https`);
  }
  let kept: { identity: TlsIdentity; connection: KubeConnection; untilMs: number } | undefined;

  async function connect(): Promise<KubeConnection> {
    if (kept !== undefined && Date.now() < kept.untilMs) return kept.connection;
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = String(value);
    if (typeof options.auth === "string") {
      headers["authorization"] = `Basic ${Buffer.from(options.auth).toString("base64")}`;
    }
    const { ca, cert, key } = options;
    const identity: TlsIdentity = { ca, cert, key };
    const unchanged = kept !== undefined && isDeepStrictEqual(kept.identity, identity);
    const agent = unchanged
      ? (kept as NonNullable<typeof kept>).connection.agent
      : cluster?.proxyUrl === undefined && server.protocol === "https:"
        ? new Agent({
            keepAlive: true,
            maxSockets: MAX_SOCKETS,
            ...(ca !== undefined && { ca }),
            ...(cert !== undefined && { cert }),
            ...(key !== undefined && { key }),
            ...(options.servername !== undefined && { servername: options.servername }),
            ...(options.rejectUnauthorized !== undefined && { rejectUnauthorized: options.rejectUnauthorized }),
          })
        : (options.agent as Agent);
    kept = { identity, connection: { agent, headers }, untilMs: Date.now() + TTL_MS };
    return kept.connection;
  }

  return {
    server,
    namespace: config.getContextObject(config.getCurrentContext())?.namespace ?? "default",
    connect,
    refused: () => {
      if (kept !== undefined) kept.untilMs = 0;
    },
  };
}
