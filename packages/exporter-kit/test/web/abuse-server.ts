import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequestLimiter, encodeBody, startWebServer } from "../../src/web/index.ts";

/**
 * The process that abuse.test.ts attacks: one server with basic authentication, started with the web configuration file
 * that its argument names. It sends its address, and its resident memory in bytes whenever it is asked.
 */
let page = "";
for (let line = 0; page.length < 256 * 1024; line += 1)
  page += `some_metric_total{label="value ${line}"} ${line * 7}\n`;
const body = Buffer.from(page);
const limiter = createRequestLimiter(40);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const encoded = await encodeBody(body, request.headers["accept-encoding"]);
  if (encoded === undefined || response.destroyed) return;
  if (encoded.contentEncoding !== undefined) response.setHeader("Content-Encoding", encoded.contentEncoding);
  response.setHeader("Vary", encoded.vary);
  response.end(encoded.body);
}

const server = await startWebServer({
  app: (request, response) => limiter(request, response, () => void answer(request, response)),
  listenAddresses: ["127.0.0.1:0"],
  systemdSocket: false,
  webConfigFile: process.argv[2],
  limits: { headersTimeoutMs: 1_500, requestTimeoutMs: 2_000, responseTimeoutMs: 2_000, checkIntervalMs: 200 },
  log: { info: () => {}, warn: () => {}, error: () => {} },
  optimizerOff: true,
});
process.on("message", () => process.send?.({ rss: process.memoryUsage.rss() }));
process.send?.({ address: server.addresses[0] });
