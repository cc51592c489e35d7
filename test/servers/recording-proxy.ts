import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";

/** What one scrape asked for and got. */
export interface Exchange {
  readonly accept: string;
  readonly contentType: string;
  readonly contentEncoding: string;
}

/** A running proxy. */
export interface RecordingProxy {
  readonly address: string;
  /** Oldest first; the last 1,000. */
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

const MAX_EXCHANGES = 1000;

/**
 * Stands between a Prometheus and a scraped program and notes what the two negotiate. With `accept`, it asks for that
 * instead of what Prometheus asks, as Prometheus 2 has no setting for it.
 */
export async function startRecordingProxy(target: string, accept?: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const headers = { ...incoming.headers, ...(accept !== undefined && { accept }) };
    const call = request(new URL(incoming.url ?? "/", target), { headers, timeout: 10_000 }, (answer) => {
      exchanges.push({
        accept: headers.accept ?? "",
        contentType: answer.headers["content-type"] ?? "",
        contentEncoding: answer.headers["content-encoding"] ?? "",
      });
      exchanges.splice(0, exchanges.length - MAX_EXCHANGES);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    call.once("timeout", () => call.destroy(new Error("timed out")));
    call.once("error", () => outgoing.destroy());
    call.end();
  };
  const server = createServer(forward);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    address: `127.0.0.1:${port}`,
    exchanges,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
