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
import { defaultWebLimits } from "./web-limits.ts";
import type { WebLimits } from "./web-limits.ts";

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
  const tracker = new ConnectionTracker(limits.connections, limits.pipelinedRequests);
  const watch = new ResponseWatch(limits);
  const parts: RequestGateParts = {
    app: options.app,
    limits,
    log,
    tracker,
    watch,
    source: undefined,
    authenticator: undefined,
    bucket: undefined,
    closing: false,
  };
  const file = options.webConfigFile;
  const configuration =
    file === undefined || file === ""
      ? undefined
      : await (await import("./apply-web-config.ts")).applyWebConfig(file, options, parts, servers);
  const source = configuration?.source;
  const handler = createRequestGate(parts);
  const addresses: string[] = [];
  try {
    for (const target of targets) {
      const made = await createHttpServer({
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
      closed ??= closeAll(parts, servers, graceMs).finally(() => configuration?.close());
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
