import type { IncomingMessage, ServerResponse } from "node:http";
import { negotiateFormat, type ExpositionFormat, type Registry, type Scrape } from "@sightglass/metrics-registry";
import type { Logger } from "./log.ts";
import { createCoalescer, type ScrapeBody, ScrapeTimeoutError } from "./scrape/coalesce.ts";
import { DEFAULT_DEADLINE_LIMITS, scrapeDeadlineMs, type DeadlineLimits } from "./scrape/deadline.ts";
import { parseScrapeFilter } from "./scrape/filter.ts";
import { sendText } from "./scrape/send-text.ts";
import type { ScrapeCode, TelemetryHooks } from "./telemetry/http-metrics.ts";
import { chooseContentCoding } from "./web/accept-encoding.ts";
import { answerText } from "./web/answer-text.ts";
import { availableContentCodings, encodeBody } from "./web/compression.ts";
import type { RequestHandler } from "./web/request-handler.ts";
import { createRequestLimiter } from "./web/request-limiter.ts";
import { setSecurityHeaders } from "./web/security-headers.ts";

/** What the scrape endpoint needs. */
export interface ScrapeEndpointOptions {
  /** The registry in use; another one after a reload. */
  readonly registry: () => Registry;
  /** Names of all collectors that the program has, enabled or not, so that a filter's refusal can say which it was. */
  readonly knownCollectors: ReadonlySet<string>;
  readonly log: Logger;
  readonly hooks: TelemetryHooks;
  readonly deadline?: DeadlineLimits;
  /** `--web.max-requests`: requests served at a time, filtered ones included; 0 for no limit. */
  readonly maxRequests: number;
  /** Called when a request's answer is out, or its connection gone. */
  readonly onAnswered?: (() => void) | undefined;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const headerText = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
};

async function makeBody(scrape: Scrape, format: ExpositionFormat, accepted: string | undefined): Promise<ScrapeBody> {
  const encoded = await encodeBody(scrape.render(format), accepted);
  if (encoded === undefined) {
    throw new Error("no content coding is acceptable");
  }
  return { bytes: encoded.body, encoding: encoded.contentEncoding };
}

/**
 * Makes the handler of the telemetry path. Any method is served as GET is, as upstream does. Status codes: 200 with
 * the page; 400 for a bad filter; 406 when the client refuses every content coding; 503 over `maxRequests` or when
 * the collection outlasts the request's deadline; 500 when the collection or its rendering fails as a whole, which no
 * single collector can cause.
 *
 * Requests with one filter that arrive while its collection runs share it, and those of one format and coding share
 * the rendered and compressed bytes as well. A client that goes away takes nothing from the others.
 */
export function createScrapeEndpoint(options: ScrapeEndpointOptions): RequestHandler {
  const { hooks, knownCollectors, log, maxRequests } = options;
  const limits = options.deadline ?? DEFAULT_DEADLINE_LIMITS;
  const limiter = createRequestLimiter(maxRequests);
  let registry = options.registry();
  let coalescer = createCoalescer();

  const refuse = (response: ServerResponse, code: Exclude<ScrapeCode, 200>, text: string): void => {
    hooks.observeRequest(code);
    if (!response.destroyed) {
      answerText(response, code, text);
    }
  };

  const fail = (response: ServerResponse, cause: "gathering" | "encoding", error: unknown): void => {
    if (error instanceof ScrapeTimeoutError) {
      log.warn("Scrape timed out", { err: error });
      refuse(response, 503, error.message);
      return;
    }
    hooks.observeError(cause);
    log.error("Scrape failed", { cause, err: error });
    refuse(response, 500, `An error has occurred while serving metrics:\n\n${messageOf(error)}`);
  };

  const send = (response: ServerResponse, format: ExpositionFormat, body: ScrapeBody): void => {
    hooks.observeRequest(200);
    if (response.destroyed) {
      return;
    }
    setSecurityHeaders(response);
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
      hooks.observeRequest(400);
      sendText(response, 400, filter.text);
      return;
    }
    const accepted = headerText(request, "accept-encoding");
    const coding = chooseContentCoding(accepted, availableContentCodings);
    if (coding === undefined) {
      refuse(response, 406, `Acceptable content codings: ${availableContentCodings.join(", ")}.`);
      return;
    }
    const deadlineMs = scrapeDeadlineMs(headerText(request, "x-prometheus-scrape-timeout-seconds"), limits);
    const { collectors } = filter;
    let step: "gathering" | "encoding" = "gathering";
    try {
      const shared = await coalescer.run(filter.key, deadlineMs, (ms) => {
        hooks.observeCollection();
        return inUse.collect(collectors === undefined ? { deadlineMs: ms } : { deadlineMs: ms, collectors });
      });
      step = "encoding";
      const format = negotiateFormat(headerText(request, "accept"));
      const body = await shared.body(`${coding} ${format.contentType}`, (scrape) => makeBody(scrape, format, accepted));
      hooks.observeScrape((performance.now() - startMs) / 1000);
      send(response, format, body);
    } catch (error) {
      fail(response, step, error);
    }
  };

  const ended = (): void => {
    hooks.requestEnded();
    options.onAnswered?.();
  };

  return (request, response) => {
    hooks.requestStarted();
    response.once("close", ended);
    let admitted = false;
    limiter(request, response, () => {
      admitted = true;
      void serve(request, response);
    });
    if (!admitted) {
      hooks.observeRequest(503);
    }
  };
}
