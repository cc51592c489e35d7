import { Agent, request } from "node:http";
import { gunzipSync } from "node:zlib";

/** One scrape as a Prometheus sees it. */
export interface ScrapeResult {
  /** From sending the request to the last byte of the answer. */
  readonly latencyMs: number;
  readonly bytes: number;
  readonly page: () => string;
}

/** How to ask: `gzip` as Prometheus does, `identity` for the plain page. */
export type Encoding = "gzip" | "identity";

const TIMEOUT_MS = 10_000;

/** A client with one kept connection to one program. */
export interface Scraper {
  scrape(encoding: Encoding): Promise<ScrapeResult>;
  close(): void;
}

/** Creates a scraper for `http://address/metrics`. */
export function createScraper(address: string): Scraper {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const [host = "", port = ""] = address.split(":");
  const scrape = (encoding: Encoding): Promise<ScrapeResult> =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      const headers = { "Accept-Encoding": encoding, Accept: "text/plain;version=0.0.4" };
      const call = request({ agent, host, port, path: "/metrics", headers, timeout: TIMEOUT_MS }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.once("error", reject);
        answer.once("end", () => {
          const latencyMs = performance.now() - started;
          const body = Buffer.concat(chunks);
          const wanted = encoding === "gzip" ? "gzip" : undefined;
          if (answer.statusCode !== 200 || answer.headers["content-encoding"] !== wanted) {
            reject(new Error(`${address} answered ${answer.statusCode}, ${answer.headers["content-encoding"]}`));
            return;
          }
          const page = (): string => (encoding === "gzip" ? gunzipSync(body) : body).toString("utf8");
          resolve({ latencyMs, bytes: body.length, page });
        });
      });
      call.once("timeout", () => call.destroy(new Error(`${address} did not answer within ${TIMEOUT_MS} ms`)));
      call.once("error", reject);
      call.end();
    });
  return { scrape, close: () => agent.destroy() };
}
