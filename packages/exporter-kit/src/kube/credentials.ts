import type { Agent } from "node:https";
import type { Agent as HttpAgent } from "node:http";

/** How to reach an API server and who to be there. */
export interface KubeCredentials {
  /** Origin, with a base path if the server is behind one. */
  readonly server: URL;
  /** The agent's own namespace, or `default`. */
  readonly namespace: string;
  /**
   * Agent (connections, TLS) and headers (identity) for the next request. Asked before each one, so that a rotated
   * token or certificate is used as soon as it is there; cheap when nothing has changed.
   */
  connect(): Promise<KubeConnection>;
  /** Told that the server refused the identity (401): whatever is cached is read anew for the next request. */
  refused(): void;
}

/** What one request is sent with. */
export interface KubeConnection {
  readonly agent: Agent | HttpAgent;
  readonly headers: Readonly<Record<string, string>>;
}
