import { createRegistry, negotiateFormat } from "@sightglass/metrics-registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { startPrometheus, type PrometheusProcess } from "../servers/prometheus.ts";
import { startRecordingProxy, type RecordingProxy } from "../servers/recording-proxy.ts";
import { servePage, type ServedPage } from "../servers/served-page.ts";
import { waitFor } from "../servers/wait-for.ts";
import { fixedCollector, fixedSeries, utf8Series } from "./fixed-page.ts";
import { seriesName, storedSeries } from "./stored-series.ts";

/** `utf8`: whether Prometheus asks for names as they are; for protobuf it does not. */
const PROTOCOLS = [
  { protocol: "PrometheusText0.0.4", contentType: "text/plain; version=0.0.4", utf8: false },
  { protocol: "PrometheusText1.0.0", contentType: "text/plain; version=1.0.0", utf8: true },
  { protocol: "OpenMetricsText0.0.1", contentType: "application/openmetrics-text; version=0.0.1", utf8: false },
  { protocol: "OpenMetricsText1.0.0", contentType: "application/openmetrics-text; version=1.0.0", utf8: true },
  { protocol: "PrometheusProto", contentType: "application/vnd.google.protobuf", utf8: false },
] as const;

/** What a registry adds about its own work. */
const ABOUT_COLLECTORS = /^(?:fixed_(?:success|run_seconds|status)|sightglass_\w+)\{/;

/** Serves the constant families as any exporter would. */
function serveFixedPage(): Promise<ServedPage> {
  const registry = createRegistry({
    collectors: [{ definition: fixedCollector, options: {} }],
    source: undefined,
    health: { success: "fixed_success", duration: "fixed_run_seconds", status: "fixed_status" },
  });
  return servePage(async (incoming) => {
    const format = negotiateFormat(incoming.headers.accept);
    const scrape = await registry.collect({ deadlineMs: 1000 });
    return { contentType: format.contentType, body: scrape.render(format) };
  });
}

describe("a Prometheus 3 stores the same series from every format", () => {
  let fixed: ServedPage;
  let agent: HttpServerProcess;
  let prometheus: PrometheusProcess;
  const proxies: { readonly protocol: string; readonly proxy: RecordingProxy }[] = [];

  const stored = (job: string): Promise<ReadonlyMap<string, number>> => storedSeries(prometheus.api, job);

  beforeAll(async () => {
    ensureBuilt();
    fixed = await serveFixedPage();
    agent = await startAgent();
    const jobs = [];
    for (const { protocol } of PROTOCOLS) {
      const proxy = await startRecordingProxy(`http://${fixed.address}`);
      proxies.push({ protocol, proxy });
      const settings = { scrape_protocols: [protocol] };
      jobs.push({ name: `fixed-${protocol}`, targets: [{ address: proxy.address, instance: "x" }], settings });
      jobs.push({ name: `node-${protocol}`, targets: [{ address: agent.address, instance: "x" }], settings });
    }
    prometheus = await startPrometheus({ version: "current", jobs });
    await waitFor("three scrapes of every job", { timeoutMs: 60_000 }, async () => {
      const counts = await prometheus.api.query("count_over_time(up[1m])");
      return counts.length === jobs.length && counts.every(({ value }) => Number(value) >= 3);
    });
  }, 500_000);

  afterAll(async () => {
    await prometheus?.stop();
    await agent?.stop();
    await Promise.all(proxies.map(({ proxy }) => proxy.close()));
    await fixed?.close();
  });

  test("every scrape in every format succeeded", async () => {
    for (const target of await prometheus.api.targets()) {
      expect(target).toMatchObject({ health: "up", lastError: "" });
    }
    const worst = await prometheus.api.query("min_over_time(up[1m])");
    expect(worst.map(({ value }) => value)).toEqual(worst.map(() => "1"));
  });

  test.each(PROTOCOLS)("$protocol was asked for and answered", ({ protocol, contentType }) => {
    const exchanges = proxies.find((entry) => entry.protocol === protocol)?.proxy.exchanges ?? [];
    expect(exchanges.length).toBeGreaterThanOrEqual(3);
    for (const exchange of exchanges) {
      expect(exchange.contentType.startsWith(contentType), exchange.contentType).toBe(true);
    }
  });

  test.each(PROTOCOLS)("$protocol: a page with every type is stored as it should be", async ({ protocol, utf8 }) => {
    const page = await stored(`fixed-${protocol}`);
    const ofTheCollector = [...page].filter(([name]) => !ABOUT_COLLECTORS.test(name));
    expect(new Map(ofTheCollector)).toEqual(new Map([...fixedSeries, [utf8Series[utf8 ? 0 : 1], 204]]));
  });

  test("the agent's page gives one set of series in all formats", async () => {
    const [reference, ...others] = PROTOCOLS;
    // An interface or a mount may come or go between two scrapes, so the sets are compared until they agree.
    await waitFor("equal sets of series", { timeoutMs: 20_000, intervalMs: 1000 }, async () => {
      const expected = [...(await stored(`node-${reference.protocol}`)).keys()].toSorted();
      expect(expected.length).toBeGreaterThan(100);
      for (const { protocol } of others) {
        const names = [...(await stored(`node-${protocol}`)).keys()].toSorted();
        expect(names, protocol).toEqual(expected);
      }
      return true;
    });
  }, 40_000);

  test("values of the agent's page that hold still are the same in all formats", async () => {
    for (const name of ["node_memory_MemTotal_bytes", "node_boot_time_seconds", "node_filesystem_size_bytes"]) {
      const samples = await prometheus.api.query(`{__name__="${name}",job=~"node-.+"}`);
      const names = [...new Set(samples.map(seriesName))];
      expect(names.length, name).toBeGreaterThan(0);
      for (const series of names) {
        const values = samples.filter((sample) => seriesName(sample) === series).map(({ value }) => value);
        expect(values, series).toEqual(PROTOCOLS.map(() => values[0]));
      }
    }
  });
});
