/**
 * Bounds on what one client, and all clients together, may cost. Times are milliseconds, sizes bytes.
 * Every field has a default in `defaultWebLimits`.
 */
export interface WebLimits {
  /** Request line and all headers together; more is answered 431. */
  readonly headerBytes: number;
  /** Number of header fields; more is answered 431. */
  readonly headerCount: number;
  /** Request body, by Content-Length or as counted while a chunked body arrives; more is answered 413. */
  readonly bodyBytes: number;
  /** From the connection's or request's start to the end of its headers. A connection that sends nothing counts. */
  readonly headersTimeoutMs: number;
  /** From the request's start to the end of its body. */
  readonly requestTimeoutMs: number;
  /** TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** How long an idle connection is kept. Longer than Prometheus keeps one (5 min), so that the client closes first. */
  readonly keepAliveTimeoutMs: number;
  /** From the response's headers to its last byte leaving the process: cuts a client that does not read. */
  readonly responseTimeoutMs: number;
  /** From the request's start to the response's headers; a backstop above any deadline of the application. */
  readonly handlerTimeoutMs: number;
  /** Open connections per server; at the bound the longest idle one is closed for a new one. */
  readonly connections: number;
  /** Unanswered requests of one connection (pipelining); they are served one by one, and one more ends the connection. */
  readonly pipelinedRequests: number;
  /** How often the timeouts above are looked at. */
  readonly checkIntervalMs: number;
}

/** Sized for an agent that Prometheus servers, probes and a person's browser talk to. */
export const defaultWebLimits: WebLimits = {
  headerBytes: 16 * 1024,
  headerCount: 100,
  bodyBytes: 64 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  handshakeTimeoutMs: 10_000,
  keepAliveTimeoutMs: 330_000,
  responseTimeoutMs: 60_000,
  handlerTimeoutMs: 300_000,
  connections: 512,
  pipelinedRequests: 16,
  checkIntervalMs: 1_000,
};
