import type { Registry } from "prom-client";
import { readHistogram, readScalar } from "./metric-reader.ts";
import type { MetricGroup } from "./process-metrics.ts";
import { Counter, Gauge, Histogram } from "./prom-client.ts";

/** Status codes that the scrape endpoint answers with: the closed set of the `code` label. */
export type ScrapeCode = 200 | 400 | 406 | 500 | 503;

/** What the scrape endpoint and the reload tell the telemetry. */
export interface TelemetryHooks {
  /** A request has come in; `requestEnded` has to follow once. */
  readonly requestStarted: () => void;
  readonly requestEnded: () => void;
  readonly observeRequest: (code: ScrapeCode) => void;
  /** A collection was begun; the requests that arrive while it runs share it. */
  readonly observeCollection: () => void;
  /** Seconds from a request's arrival to its answer being ready to send. */
  readonly observeScrape: (seconds: number) => void;
  /** `gathering`: a collection lost samples or failed; `encoding`: its page could not be rendered. */
  readonly observeError: (cause: "gathering" | "encoding") => void;
  /** The configuration was loaded again, or could not be. */
  readonly observeReload: (success: boolean) => void;
}

/** Metrics of the telemetry path under the names of client_golang's promhttp, and those of reloads. */
export function createHttpMetrics(registry: Registry): MetricGroup & { readonly hooks: TelemetryHooks } {
  const registers = [registry];
  const requests = new Counter({
    name: "promhttp_metric_handler_requests_total",
    help: "Scrapes answered, by HTTP status code.",
    labelNames: ["code"],
    registers,
  });
  const inFlight = new Gauge({
    name: "promhttp_metric_handler_requests_in_flight",
    help: "Scrapes being served at the moment.",
    registers,
  });
  const errors = new Counter({
    name: "promhttp_metric_handler_errors_total",
    help: "Faults while metrics were gathered or their page was written.",
    labelNames: ["cause"],
    registers,
  });
  const collections = new Counter({
    name: "sightglass_scrape_collections_total",
    help: "Collections made for scrapes; scrapes that arrive while one runs share it.",
    registers,
  });
  const duration = new Histogram({
    name: "sightglass_scrape_duration_seconds",
    help: "Time from a scrape's arrival until its answer was ready to send.",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const reloadSuccessful = new Gauge({
    name: "sightglass_config_last_reload_successful",
    help: "Whether the configuration was read without fault the last time; when 0, the one before is in use.",
    registers,
  });
  const reloadTime = new Gauge({
    name: "sightglass_config_last_reload_success_timestamp_seconds",
    help: "Unix time at which the configuration in use was read.",
    registers,
  });

  for (const code of ["200", "400", "500", "503"]) {
    requests.inc({ code }, 0);
  }
  errors.inc({ cause: "gathering" }, 0);
  errors.inc({ cause: "encoding" }, 0);
  const observeReload = (success: boolean): void => {
    reloadSuccessful.set(success ? 1 : 0);
    if (success) {
      reloadTime.set(Date.now() / 1000);
    }
  };
  observeReload(true);

  return {
    refresh: () => {},
    readers: [requests, inFlight, errors, collections, reloadSuccessful, reloadTime]
      .map(readScalar)
      .toSpliced(4, 0, readHistogram(duration)),
    hooks: {
      requestStarted: () => inFlight.inc(),
      requestEnded: () => inFlight.dec(),
      observeRequest: (code) => requests.inc({ code: String(code) }),
      observeCollection: () => collections.inc(),
      observeScrape: (seconds) => duration.observe(seconds),
      observeError: (cause) => errors.inc({ cause }),
      observeReload,
    },
  };
}
