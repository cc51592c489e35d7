import { createRequire } from "node:module";
import { join } from "node:path";
import {
  createRegistry,
  mountCollectors,
  negotiateFormat,
  readPromClient,
  type MountTarget,
} from "@sightglass/metrics-registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PEERS, REPOSITORY } from "../servers/paths.ts";
import { startPrometheus, type PrometheusProcess } from "../servers/prometheus.ts";
import { servePage, type ServedPage } from "../servers/served-page.ts";
import { waitFor } from "../servers/wait-for.ts";
import { fixedCollector, fixedSeries, utf8Series } from "./fixed-page.ts";
import { storedSeries } from "./stored-series.ts";

/** What both libraries have in common, as far as it is used here. */
interface ClientLibrary {
  readonly Registry: (new (contentType?: string) => ApplicationRegistry) & {
    readonly OPENMETRICS_CONTENT_TYPE: string;
    readonly PROMETHEUS_CONTENT_TYPE: string;
  };
  readonly Counter: new (options: object) => { inc(labels: object, value: number): void };
  readonly Gauge: new (options: object) => { set(value: number): void };
  readonly Histogram: new (options: object) => { observe(labels: object, value: number): void };
  readonly Summary: new (options: object) => { observe(value: number): void };
}

interface ApplicationRegistry extends MountTarget {
  metrics(): Promise<string>;
}

const load = (from: string, name: string): ClientLibrary => createRequire(join(from, "package.json"))(name);

const LIBRARIES = [
  { name: "prom-client", from: join(REPOSITORY, "packages/metrics-registry") },
  // Its successor asks for a newer Node than ours in its manifest; the installer keeps it in a folder of its own.
  { name: "@prometheus-io/client", from: join(PEERS, "npm/client") },
] as const;

/** An application's own metrics, and what Prometheus 3 stores of them. */
function createApplication(library: ClientLibrary, contentType: string): ApplicationRegistry {
  const registry = new library.Registry(contentType);
  const registers = [registry];
  const requests = new library.Counter({ name: "app_requests_total", help: "R.", labelNames: ["code"], registers });
  requests.inc({ code: "200" }, 3);
  new library.Gauge({ name: "app_temperature_celsius", help: "T.", registers }).set(-1.5);
  const buckets = [0.5, 1];
  const duration = { name: "app_duration_seconds", help: "D.", labelNames: ["path"], buckets, registers };
  const histogram = new library.Histogram(duration);
  histogram.observe({ path: "/" }, 0.25);
  histogram.observe({ path: "/" }, 8);
  new library.Summary({ name: "app_size_bytes", help: "S.", percentiles: [0.5], registers }).observe(7);
  return registry;
}

const applicationSeries: ReadonlyMap<string, number> = new Map([
  ['app_requests_total{code="200"}', 3],
  ["app_temperature_celsius{}", -1.5],
  ['app_duration_seconds_bucket{le="0.5",path="/"}', 1],
  ['app_duration_seconds_bucket{le="1.0",path="/"}', 1],
  ['app_duration_seconds_bucket{le="+Inf",path="/"}', 2],
  ['app_duration_seconds_sum{path="/"}', 8.25],
  ['app_duration_seconds_count{path="/"}', 2],
  ['app_size_bytes{quantile="0.5"}', 7],
  ["app_size_bytes_sum{}", 7],
  ["app_size_bytes_count{}", 1],
]);

describe.each(LIBRARIES)("$name", ({ name, from }) => {
  const pages: ServedPage[] = [];
  let prometheus: PrometheusProcess;

  const serve = async (page: Parameters<typeof servePage>[0], job: string) => {
    const served = await servePage(page);
    pages.push(served);
    return { name: job, targets: [{ address: served.address, instance: "x" }] };
  };

  beforeAll(async () => {
    const library = load(from, name);
    const jobs = [];
    for (const [word, contentType] of [
      ["text", library.Registry.PROMETHEUS_CONTENT_TYPE],
      ["openmetrics", library.Registry.OPENMETRICS_CONTENT_TYPE],
    ] as const) {
      // Ours in theirs: the library itself writes the page.
      const host = createApplication(library, contentType);
      await mountCollectors(host, { collectors: [fixedCollector], source: undefined });
      jobs.push(await serve(async () => ({ contentType, body: await host.metrics() }), `mounted-${word}`));
      // Theirs in ours: our writers write it, in what Prometheus asks for.
      const application = createApplication(library, contentType);
      const registry = createRegistry({
        collectors: [],
        source: undefined,
        health: { success: "app_success", duration: "app_run_seconds", status: "app_status" },
        extra: () => readPromClient(application),
      });
      const answer: Parameters<typeof servePage>[0] = async (incoming) => {
        const format = negotiateFormat(incoming.headers.accept);
        const scrape = await registry.collect({ deadlineMs: 1000 });
        return { contentType: format.contentType, body: scrape.render(format) };
      };
      jobs.push(await serve(answer, `read-${word}`));
    }
    prometheus = await startPrometheus({ version: "current", jobs });
    await waitFor("two scrapes of every job", { timeoutMs: 60_000 }, async () => {
      const counts = await prometheus.api.query("count_over_time(up[1m])");
      return counts.length === jobs.length && counts.every(({ value }) => Number(value) >= 2);
    });
  }, 120_000);

  afterAll(async () => {
    await prometheus?.stop();
    await Promise.all(pages.map((page) => page.close()));
  });

  test("every page was taken", async () => {
    for (const target of await prometheus.api.targets()) {
      expect(target).toMatchObject({ health: "up", lastError: "" });
    }
  });

  test.each(["text", "openmetrics"])("our collectors in its registry, as it writes %s", async (word) => {
    const page = await storedSeries(prometheus.api, `mounted-${word}`);
    const kept = [...page].filter(([series]) => !series.startsWith("sightglass_"));
    expect(new Map(kept)).toEqual(new Map([...fixedSeries, [utf8Series[1], 204], ...applicationSeries]));
  });

  test.each(["text", "openmetrics"])("its metrics in our exposition, from a registry for %s", async (word) => {
    const page = await storedSeries(prometheus.api, `read-${word}`);
    const kept = [...page].filter(([series]) => !series.startsWith("sightglass_"));
    expect(new Map(kept)).toEqual(applicationSeries);
  });
});
