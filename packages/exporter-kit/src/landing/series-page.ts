import { createHash } from "node:crypto";
import {
  applySeriesRules,
  measureSeries,
  plainFamily,
  type MetricFamily,
  type Registry,
  type SeriesCost,
} from "@sightglass/metrics-registry";
import { buildSeriesRules } from "../config/build-series-rules.ts";
import { UsageError } from "../flags/usage-error.ts";
import { answerText } from "../web/answer-text.ts";
import type { RequestHandler } from "../web/request-handler.ts";
import { setSecurityHeaders } from "../web/security-headers.ts";
import { renderSeriesPage } from "./series-document.ts";
import { parseSeriesQuery, type SeriesQuery } from "./series-query.ts";
import { STYLE } from "./style.ts";

/** What the series page needs. */
export interface SeriesPageOptions {
  /** Program name, such as `node_exporter`. */
  readonly name: string;
  /** The registry in use; another one after a reload. */
  readonly registry: () => Registry;
  /** How long the collection may take, in milliseconds. */
  readonly collectMs: number;
  /** Families that series rules do not reach. */
  readonly exempt: ReadonlySet<string>;
}

/** No script at all; the form leads back to the page. */
export const SERIES_PAGE_POLICY: string = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** A collection serves the requests of this long, so that trying rules out is not a scrape each time. */
const SHARED_MS = 5_000;

interface Measured {
  readonly registry: Registry;
  readonly atMs: number;
  readonly families: readonly MetricFamily[];
  readonly cost: SeriesCost;
}

/**
 * Makes the handler of the series page: series and bytes of one collection by family and by label, and what the rules in
 * the query (`keep`, `drop`, `drop_label`, `cap`) would leave. GET and HEAD only; 400 with the page for a faulty rule.
 * One collection at a time, which requests within five seconds share.
 */
export function createSeriesPage(options: SeriesPageOptions): RequestHandler {
  let last: Promise<Measured> | undefined;
  let lastRegistry: Registry | undefined;
  let lastMs = 0;

  async function measure(registry: Registry): Promise<Measured> {
    const scrape = await registry.collect({ deadlineMs: options.collectMs });
    const families = scrape.families();
    return { registry, atMs: Date.now(), families: families.map(plainFamily), cost: measureSeries(families) };
  }

  function measured(): Promise<Measured> {
    const registry = options.registry();
    const nowMs = performance.now();
    if (last === undefined || registry !== lastRegistry || nowMs - lastMs > SHARED_MS) {
      lastRegistry = registry;
      lastMs = nowMs;
      last = measure(registry);
      last.catch(() => {
        last = undefined;
      });
    }
    return last;
  }

  function leftOf({ families }: Measured, query: SeriesQuery): { after?: SeriesCost; fault: string | undefined } {
    if (query.fault !== undefined || !query.isGiven) {
      return { fault: query.fault };
    }
    try {
      const rules = buildSeriesRules(query.texts);
      return { after: measureSeries(applySeriesRules(families, rules, options.exempt).families), fault: undefined };
    } catch (error) {
      if (error instanceof UsageError) {
        return { fault: error.message };
      }
      throw error;
    }
  }

  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      answerText(response, 405, "Only GET and HEAD requests are allowed.");
      return;
    }
    const query = parseSeriesQuery(request.url ?? "");
    measured()
      .then((now) => {
        const { after, fault } = leftOf(now, query);
        const content = { name: options.name, nowMs: now.atMs, texts: query.texts, now: now.cost, after, fault };
        const page = Buffer.from(renderSeriesPage(content));
        response.statusCode = fault === undefined ? 200 : 400;
        response.appendHeader("Content-Security-Policy", SERIES_PAGE_POLICY);
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.setHeader("Content-Length", page.length);
        response.setHeader("Cache-Control", "no-store");
        setSecurityHeaders(response);
        response.end(request.method === "HEAD" ? undefined : page);
      })
      .catch(() => answerText(response, 500));
  };
}
