import type { MetricFamily } from "@sightglass/metrics-registry";
import type { Registry as PromClientRegistry } from "prom-client";
import { createHttpMetrics, type TelemetryHooks } from "./telemetry/http-metrics.ts";
import { createProcessMetrics } from "./telemetry/process-metrics.ts";
import { Registry } from "./telemetry/prom-client.ts";
import { createRuntimeMetrics } from "./telemetry/runtime-metrics.ts";

/** Metrics of the program about itself. */
export interface Telemetry {
  /** Current values. Synchronous and cheap (a fraction of a millisecond): it runs in every scrape. */
  readonly families: () => readonly MetricFamily[];
  /** The same metrics for whoever speaks prom-client. Private to this program: nothing is in the global registry. */
  readonly registry: PromClientRegistry;
  readonly hooks: TelemetryHooks;
  /** Stops watching garbage collections; the metrics stay readable. */
  readonly close: () => void;
}

const ignore = (): void => {};

/** What `--web.disable-exporter-metrics` leaves: an empty registry and hooks that do nothing. */
const createNoTelemetry = (): Telemetry => ({
  families: () => [],
  registry: new Registry(),
  hooks: {
    requestStarted: ignore,
    requestEnded: ignore,
    observeRequest: ignore,
    observeCollection: ignore,
    observeScrape: ignore,
    observeError: ignore,
    observeReload: ignore,
  },
  close: ignore,
});

/**
 * Makes the program's own telemetry: a chosen few metrics held by prom-client. Its `metrics()` and its default
 * metrics, which cost more than a whole scrape of a small agent, have no part in it.
 */
export function createTelemetry(options: { readonly disabled?: boolean } = {}): Telemetry {
  if (options.disabled === true) {
    return createNoTelemetry();
  }
  const registry = new Registry();
  const processMetrics = createProcessMetrics(registry);
  const runtimeMetrics = createRuntimeMetrics(registry);
  const httpMetrics = createHttpMetrics(registry);
  const readers = [...processMetrics.readers, ...runtimeMetrics.readers, ...httpMetrics.readers];
  return {
    families: () => {
      processMetrics.refresh();
      runtimeMetrics.refresh();
      return readers.map((read) => read());
    },
    registry,
    hooks: httpMetrics.hooks,
    close: runtimeMetrics.stop,
  };
}
