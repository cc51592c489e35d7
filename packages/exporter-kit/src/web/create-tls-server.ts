import { createServer } from "node:https";
import type { ServerOptions } from "node:http";
import type { Socket } from "node:net";
import { refuseClient } from "./config/client-certificate.ts";
import type { LoadedWebConfig, WebConfigSource } from "./config/web-config-source.ts";
import type { HttpServer, HttpServerParts } from "./create-http-server.ts";

/** Makes a server with TLS. Loaded when a configuration asks for it: a plain one does without node:https. */
export function createTlsServer(
  parts: HttpServerParts,
  source: WebConfigSource,
  loaded: LoadedWebConfig,
  options: ServerOptions,
): HttpServer {
  const server = createServer({
    ...options,
    ...loaded.tlsOptions,
    handshakeTimeout: parts.limits.handshakeTimeoutMs,
    requestCert: loaded.config.tls?.clientAuth !== "NoClientCert",
    // Decided after the handshake, by client_auth_type: Node itself knows two of its five forms only.
    rejectUnauthorized: false,
  });
  server.prependListener("connection", (socket: Socket) => {
    source.check();
    parts.tracker.admitHandshake(socket);
  });
  server.prependListener("secureConnection", (socket) => {
    parts.tracker.admitSecure(socket);
    const tls = source.loaded.config.tls;
    const reason = tls === undefined ? undefined : refuseClient(tls, socket);
    if (reason === undefined) return;
    parts.log.warn("TLS client refused", { remote: socket.remoteAddress, reason });
    socket.destroy();
  });
  return {
    server,
    apply: (next) => {
      if (next.tlsOptions === undefined) return;
      server.setSecureContext(next.tlsOptions);
      // A property that each handshake reads and that setSecureContext leaves alone.
      Object.assign(server, { requestCert: next.config.tls?.clientAuth !== "NoClientCert" });
    },
  };
}
