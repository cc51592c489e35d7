import { BasicAuthenticator } from "./auth/basic-authenticator.ts";
import { BcryptThread } from "./auth/bcrypt-thread.ts";
import { WebConfigSource } from "./config/web-config-source.ts";
import type { LoadedWebConfig } from "./config/web-config-source.ts";
import type { HttpServer } from "./create-http-server.ts";
import type { RequestGateParts } from "./request-gate.ts";
import type { WebServerOptions } from "./server-types.ts";
import { TokenBucket } from "./token-bucket.ts";

/** How often a changed web configuration file can be noticed. */
const checkConfigEveryMs = 1_000;

/** A web configuration file in use. */
export interface AppliedWebConfig {
  readonly source: WebConfigSource;
  /** Ends the thread that verifies passwords. */
  close(): void;
}

/**
 * Reads the web configuration file and gives what it says to a gate, and to the servers whenever it has changed. In a
 * module of its own: a server without the file loads neither its parsers nor the authenticator.
 *
 * @throws WebConfigError (by rejection) when the file is not valid.
 */
export async function applyWebConfig(
  file: string,
  options: WebServerOptions,
  parts: RequestGateParts,
  servers: readonly HttpServer[],
): Promise<AppliedWebConfig> {
  const thread = new BcryptThread({
    maxPending: 32,
    timeoutMs: 30_000,
    idleMs: 30_000,
    optimizerOff: options.optimizerOff ?? false,
  });
  const source = await WebConfigSource.open(file, {
    log: options.log,
    onReload: options.onReload ?? ((): void => {}),
    onChange: (loaded) => {
      for (const server of servers) server.apply(loaded);
      apply(parts, thread, loaded);
    },
    checkEveryMs: checkConfigEveryMs,
  });
  parts.source = source;
  apply(parts, thread, source.loaded);
  return { source, close: () => thread.close() };
}

function apply(parts: RequestGateParts, thread: BcryptThread, loaded: LoadedWebConfig): void {
  const { users, rateLimit } = loaded.config;
  if (users.size === 0) parts.authenticator = undefined;
  else if (parts.authenticator === undefined) parts.authenticator = new BasicAuthenticator(thread, users);
  else parts.authenticator.setUsers(users);
  // An unchanged limit keeps its bucket, so that a reload hands out no tokens.
  if (parts.bucket?.intervalMs === rateLimit?.intervalMs && parts.bucket?.burst === rateLimit?.burst) return;
  parts.bucket = rateLimit === undefined ? undefined : new TokenBucket(rateLimit.intervalMs, rateLimit.burst);
}
