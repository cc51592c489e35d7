import { createServer, type IncomingMessage } from "node:http";

/** A page that is served on loopback until it is closed. */
export interface ServedPage {
  readonly address: string;
  close(): Promise<void>;
}

/** Serves what `page` returns, whatever the path; 500 with the error's message when it rejects. */
export async function servePage(
  page: (incoming: IncomingMessage) => Promise<{ readonly contentType: string; readonly body: Buffer | string }>,
): Promise<ServedPage> {
  const server = createServer((incoming, outgoing) => {
    page(incoming).then(
      ({ contentType, body }) => outgoing.setHeader("Content-Type", contentType).end(body),
      (error: unknown) => outgoing.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const bound = server.address();
  return {
    address: `127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
