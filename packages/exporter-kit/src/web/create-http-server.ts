import { createServer } from "node:http";
import type { Server, ServerOptions } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { LoadedWebConfig, WebConfigSource } from "./config/web-config-source.ts";
import type { ConnectionTracker } from "./connection-tracker.ts";
import type { MessageClasses } from "./message-classes.ts";
import type { RequestHandler } from "./request-handler.ts";
import type { WebLimits } from "./web-limits.ts";
import type { WebLog } from "./web-log.ts";

/** What each server of a `WebServer` is made with. */
export interface HttpServerParts {
  readonly handler: RequestHandler;
  readonly limits: WebLimits;
  readonly tracker: ConnectionTracker;
  readonly source: WebConfigSource | undefined;
  readonly log: WebLog;
  /** Node's own when absent. */
  readonly messageClasses?: MessageClasses | undefined;
}

/** A server for one address, plain or with TLS, and how a changed configuration is given to it. */
export interface HttpServer {
  readonly server: Server | SecureServer;
  /** Gives a new configuration to handshakes to come; open connections keep theirs. */
  apply(loaded: LoadedWebConfig): void;
}

/** Makes a server with every bound of `limits` that Node itself can keep. */
export async function createHttpServer(parts: HttpServerParts): Promise<HttpServer> {
  const { limits, tracker, source } = parts;
  const loaded = source?.loaded;
  const options: ServerOptions = {
    ...parts.messageClasses,
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
  };
  let result: HttpServer;
  if (source === undefined || loaded?.tlsOptions === undefined) {
    const server = createServer(options);
    server.prependListener("connection", (socket) => tracker.admit(socket));
    result = { server, apply: () => {} };
  } else {
    const { createTlsServer } = await import("./create-tls-server.ts");
    result = createTlsServer(parts, source, loaded, options);
  }
  const { server } = result;
  // Node drops headers above this number without a word; one more than the bound lets the gate see and refuse them.
  server.maxHeadersCount = limits.headerCount + 1;
  server.on("request", parts.handler);
  server.on("checkContinue", (request, response) => {
    // Oversized bodies are refused by the gate before the client is told to send them.
    if (!(Number(request.headers["content-length"]) > limits.bodyBytes)) response.writeContinue();
    parts.handler(request, response);
  });
  return result;
}
