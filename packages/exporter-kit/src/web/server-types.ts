import type { MessageClasses } from "./message-classes.ts";
import type { RequestHandler } from "./request-handler.ts";
import type { WebLimits } from "./web-limits.ts";
import type { WebLog } from "./web-log.ts";

/** What `startWebServer` takes. */
export interface WebServerOptions {
  /** The application, express 5 for instance. It gets requests that passed every limit and authentication. */
  readonly app: RequestHandler;
  /** Classes of requests and responses that suit the application; see `createMessageClasses`. */
  readonly messageClasses?: MessageClasses | undefined;
  /**
   * Where to listen: `:9100` (all interfaces, IPv4 and IPv6), `127.0.0.1:0`, `[::1]:9100`, `localhost:9100`,
   * `unix:/run/agent.sock`. Ignored when `systemdSocket` is set.
   */
  readonly listenAddresses: readonly string[];
  /** Serve on the sockets that systemd passes (LISTEN_FDS, from file descriptor 3 on), as `--web.systemd-socket`. */
  readonly systemdSocket: boolean;
  /** The web configuration file of `--web.config.file`: TLS, basic authentication, headers and rate limit. */
  readonly webConfigFile?: string | undefined;
  /** Bounds that differ from `defaultWebLimits`. */
  readonly limits?: Partial<WebLimits> | undefined;
  readonly log: WebLog;
  /**
   * The process runs with `--no-opt` (the small runtime profile): the optimiser is then on while a bcrypt hash is
   * computed, which makes it ten times as fast. False by default.
   */
  readonly optimizerOff?: boolean | undefined;
  /** Told about each attempt to read a changed web configuration file: false when the old one was kept. */
  readonly onReload?: ((ok: boolean) => void) | undefined;
}

/** A running server. */
export interface WebServer {
  /** The addresses in use, with the real port where 0 was asked: `127.0.0.1:43017`, `[::]:9100`, `unix:/run/agent.sock`. */
  readonly addresses: readonly string[];
  /**
   * Reads the web configuration file and its certificates again at once.
   * @throws Error (by rejection) naming the fault; the configuration in use is kept then.
   */
  reload(): Promise<void>;
  /**
   * Stops accepting, closes idle connections, lets running requests end within `graceMs` and destroys what is left.
   * Never rejects; a second call shares the first one's end.
   */
  close(graceMs: number): Promise<void>;
}
