import { BasicAuthenticator } from "./auth/basic-authenticator.ts";
import { BcryptThread } from "./auth/bcrypt-thread.ts";
import { WebConfigSource } from "./config/web-config-source.ts";
import type { LoadedWebConfig } from "./config/web-config-source.ts";
import { ConnectionTracker } from "./connection-tracker.ts";
import { createHttpServer } from "./create-http-server.ts";
import type { HttpServer } from "./create-http-server.ts";
import { listen } from "./listen.ts";
import { ListenError, parseListenAddress } from "./listen-address.ts";
import type { ListenTarget } from "./listen-address.ts";
import { createRequestGate } from "./request-gate.ts";
import type { RequestGateParts } from "./request-gate.ts";
import { ResponseWatch } from "./response-watch.ts";
import type { WebServer, WebServerOptions } from "./server-types.ts";
import { takeSystemdSockets } from "./systemd-sockets.ts";
import { TokenBucket } from "./token-bucket.ts";
import { defaultWebLimits } from "./web-limits.ts";
import type { WebLimits } from "./web-limits.ts";

/** How often a changed web configuration file can be noticed. */
const checkConfigEveryMs = 1_000;

/**
 * Starts the web server of an agent on all its addresses: plain HTTP, or TLS and basic authentication by the web
 * configuration file (the format of Prometheus' exporter-toolkit), with every limit of `WebLimits`.
 *
 * HTTP/1.1 is served, also where the file says `http2: true`, which is its default: express 5 is not sound over HTTP/2.
 *
 * @throws ListenError (by rejection) when an address is malformed or cannot be listened on; no address stays open then.
 * @throws WebConfigError (by rejection) when the web configuration file is not valid.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { log } = options;
  const limits: WebLimits = { ...defaultWebLimits, ...options.limits };
  const targets = listenTargets(options);
  const servers: HttpServer[] = [];
  const thread = new BcryptThread({
    maxPending: 32,
    timeoutMs: 30_000,
    idleMs: 30_000,
    optimizerOff: options.optimizerOff ?? false,
  });
  const source = await openSource(options, (loaded) => {
    for (const server of servers) server.apply(loaded);
    applyConfig(parts, thread, loaded);
  });
  const tracker = new ConnectionTracker(limits.connections, limits.pipelinedRequests);
  const watch = new ResponseWatch(limits);
  const parts: RequestGateParts = {
    app: options.app,
    limits,
    log,
    tracker,
    watch,
    source,
    authenticator: undefined,
    bucket: undefined,
    closing: false,
  };
  if (source !== undefined) applyConfig(parts, thread, source.loaded);
  const handler = createRequestGate(parts);
  const addresses: string[] = [];
  try {
    for (const target of targets) {
      const made = createHttpServer({
        handler,
        limits,
        tracker,
        source,
        log,
        messageClasses: options.messageClasses,
      });
      addresses.push(await listen(made.server, target));
      servers.push(made);
      // What accept() reports later, such as no free descriptors; without a listener it would end the process.
      made.server.on("error", (error) => log.error("cannot accept a connection", { err: error.message }));
    }
  } catch (error) {
    for (const { server } of servers) server.close();
    throw error;
  }
  const tls = source?.loaded.tlsOptions !== undefined;
  for (const address of addresses) log.info("listening", { address, tls });
  let closed: Promise<void> | undefined;
  return {
    addresses,
    reload: async () => source?.reload(),
    close: (graceMs) => {
      closed ??= closeAll(parts, servers, graceMs).finally(() => thread.close());
      return closed;
    },
  };
}

function listenTargets(options: WebServerOptions): readonly ListenTarget[] {
  if (options.systemdSocket) {
    return takeSystemdSockets(process.env, process.pid).map((fd) => ({ kind: "fd", fd }));
  }
  if (options.listenAddresses.length === 0) throw new ListenError("no listen address is given");
  return options.listenAddresses.map(parseListenAddress);
}

async function openSource(
  options: WebServerOptions,
  onChange: (loaded: LoadedWebConfig) => void,
): Promise<WebConfigSource | undefined> {
  const file = options.webConfigFile;
  if (file === undefined || file === "") return undefined;
  const onReload = options.onReload ?? ((): void => {});
  return WebConfigSource.open(file, { log: options.log, onReload, onChange, checkEveryMs: checkConfigEveryMs });
}

function applyConfig(parts: RequestGateParts, thread: BcryptThread, loaded: LoadedWebConfig): void {
  const { users, rateLimit } = loaded.config;
  if (users.size === 0) parts.authenticator = undefined;
  else if (parts.authenticator === undefined) parts.authenticator = new BasicAuthenticator(thread, users);
  else parts.authenticator.setUsers(users);
  // An unchanged limit keeps its bucket, so that a reload hands out no tokens.
  if (parts.bucket?.intervalMs === rateLimit?.intervalMs && parts.bucket?.burst === rateLimit?.burst) return;
  parts.bucket = rateLimit === undefined ? undefined : new TokenBucket(rateLimit.intervalMs, rateLimit.burst);
}

async function closeAll(parts: RequestGateParts, servers: readonly HttpServer[], graceMs: number): Promise<void> {
  parts.closing = true;
  const ended = servers.map(({ server }) => new Promise<void>((resolve) => server.close(() => resolve())));
  parts.tracker.startClosing();
  const timer = setTimeout(() => {
    parts.tracker.destroyAll();
    for (const { server } of servers) server.closeAllConnections();
  }, graceMs);
  await Promise.all(ended);
  clearTimeout(timer);
}
