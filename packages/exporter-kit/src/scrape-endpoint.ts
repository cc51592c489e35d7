import type { IncomingMessage, ServerResponse } from "node:http";
import type { ExpositionFormat, Registry, Scrape } from "@sightglass/metrics-registry";
import type { Logger } from "./log.ts";
import { createCoalescer, type ScrapeBody, ScrapeTimeoutError } from "./scrape/coalesce.ts";
import { DEFAULT_DEADLINE_LIMITS, scrapeDeadlineMs, type DeadlineLimits } from "./scrape/deadline.ts";
import { parseScrapeFilter } from "./scrape/filter.ts";
import { sendText } from "./scrape/send-text.ts";
import type { ScrapeCode, TelemetryHooks } from "./telemetry/http-metrics.ts";

/** Answers a request; it writes the whole response and never throws. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** How answers are negotiated and compressed. */
export interface ScrapeCodec {
  /** The exposition format for an `Accept` header. */
  readonly negotiateFormat: (accept: string | undefined) => ExpositionFormat;
  /** The content coding for an `Accept-Encoding` header; undefined for none. */
  readonly negotiateEncoding: (acceptEncoding: string | undefined) => string | undefined;
  readonly encode: (page: Uint8Array, encoding: string) => Uint8Array | Promise<Uint8Array>;
}

/** What the scrape endpoint needs. */
export interface ScrapeEndpointOptions {
  /** The registry in use; another one after a reload. */
  readonly registry: () => Registry;
  /** Names of all collectors that the program has, enabled or not, so that a filter's refusal can say which it was. */
  readonly knownCollectors: ReadonlySet<string>;
  readonly codec: ScrapeCodec;
  readonly log: Logger;
  readonly hooks: TelemetryHooks;
  readonly deadline?: DeadlineLimits;
  /** `--web.max-requests`: requests served at a time, filtered ones included; 0 for no limit. */
  readonly maxRequests: number;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Makes the handler of the telemetry path. Any method is served as GET is, as upstream does. Status codes: 200 with
 * the page; 400 for a bad filter; 503 over `maxRequests` or when the collection outlasts the request's deadline;
 * 500 when the collection or its rendering fails as a whole, which no single collector can cause.
 *
 * Requests with one filter that arrive while its collection runs share it, and those of one format and encoding
 * share the rendered and compressed bytes as well. A client that goes away takes nothing from the others.
 */
export function createScrapeEndpoint(options: ScrapeEndpointOptions): HttpHandler {
  const { codec, hooks, knownCollectors, log, maxRequests } = options;
  const limits = options.deadline ?? DEFAULT_DEADLINE_LIMITS;
  const overLimit = `Limit of concurrent requests reached (${maxRequests}), try again later.\n`;
  let inFlight = 0;
  let registry = options.registry();
  let coalescer = createCoalescer();

  const refuse = (response: ServerResponse, code: Exclude<ScrapeCode, 200>, text: string): void => {
    hooks.observeRequest(code);
    sendText(response, code, text);
  };

  const fail = (response: ServerResponse, cause: "gathering" | "encoding", error: unknown): void => {
    if (error instanceof ScrapeTimeoutError) {
      log.warn("Scrape timed out", { err: error });
      refuse(response, 503, `${error.message}\n`);
      return;
    }
    hooks.observeError(cause);
    log.error("Scrape failed", { cause, err: error });
    refuse(response, 500, `An error has occurred while serving metrics:\n\n${messageOf(error)}\n`);
  };

  const send = (response: ServerResponse, format: ExpositionFormat, body: ScrapeBody): void => {
    hooks.observeRequest(200);
    if (response.destroyed) {
      return;
    }
    response.setHeader("Content-Type", format.contentType);
    response.setHeader("Content-Length", body.bytes.byteLength);
    response.setHeader("Vary", "Accept, Accept-Encoding");
    if (body.encoding !== undefined) {
      response.setHeader("Content-Encoding", body.encoding);
    }
    response.end(body.bytes);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startMs = performance.now();
    const inUse = options.registry();
    if (inUse !== registry) {
      // Nobody who scrapes after a reload may be served by the configuration before it.
      registry = inUse;
      coalescer = createCoalescer();
    }
    const filter = parseScrapeFilter(request.url ?? "", inUse.collectors, knownCollectors);
    if (!filter.ok) {
      log.warn("Scrape refused", { reason: filter.text });
      refuse(response, 400, filter.text);
      return;
    }
    const timeout = request.headers["x-prometheus-scrape-timeout-seconds"];
    const deadlineMs = scrapeDeadlineMs(typeof timeout === "string" ? timeout : undefined, limits);
    const { collectors } = filter;
    let step: "gathering" | "encoding" = "gathering";
    try {
      const shared = await coalescer.run(filter.key, deadlineMs, (ms) =>
        inUse.collect(collectors === undefined ? { deadlineMs: ms } : { deadlineMs: ms, collectors }),
      );
      step = "encoding";
      const format = codec.negotiateFormat(request.headers.accept);
      const accepted = request.headers["accept-encoding"];
      const encoding = codec.negotiateEncoding(typeof accepted === "string" ? accepted : undefined);
      const body = await shared.body(`${encoding ?? ""} ${format.contentType}`, (scrape) =>
        makeBody(scrape, format, encoding, codec),
      );
      hooks.observeScrape((performance.now() - startMs) / 1000);
      send(response, format, body);
    } catch (error) {
      fail(response, step, error);
    }
  };

  const onClose = (): void => {
    inFlight -= 1;
    hooks.requestEnded();
  };

  return (request, response) => {
    inFlight += 1;
    hooks.requestStarted();
    response.once("close", onClose);
    if (maxRequests > 0 && inFlight > maxRequests) {
      refuse(response, 503, overLimit);
      return;
    }
    void serve(request, response);
  };
}

function makeBody(
  scrape: Scrape,
  format: ExpositionFormat,
  encoding: string | undefined,
  codec: ScrapeCodec,
): ScrapeBody | Promise<ScrapeBody> {
  const page = scrape.render(format);
  if (encoding === undefined) {
    return { bytes: page, encoding };
  }
  const encoded = codec.encode(page, encoding);
  return encoded instanceof Promise ? encoded.then((bytes) => ({ bytes, encoding })) : { bytes: encoded, encoding };
}
