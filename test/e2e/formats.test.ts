import { rmSync } from "node:fs";
import { createRegistry, describeDefinition, negotiateFormat } from "@sightglass/metrics-registry";
import { collectors } from "@sightglass/node-exporter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyFixtures, nameOf, recordedFlags } from "../conformance/node-kit.ts";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { conformanceFile } from "../servers/paths.ts";
import { startPrometheus, type PrometheusProcess } from "../servers/prometheus.ts";
import { startRecordingProxy, type RecordingProxy } from "../servers/recording-proxy.ts";
import { servePage, type ServedPage } from "../servers/served-page.ts";
import { waitFor } from "../servers/wait-for.ts";
import { everyDefinition, everySeries } from "./every-definition.ts";
import { fixedCollector, fixedSeries, utf8Series } from "./fixed-page.ts";
import { NOT_IN_FIXTURES, OFF_OVER_FIXTURES } from "./not-in-fixtures.ts";
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

/** Switches of the collectors that the recorded run left off. */
const LEFT_OFF = /^--no-(?=collector\.(?:filesystem|selinux|uname)$)/;

/** About the program's own work: it may have new series between two scrapes. */
const OWN = /^(?:process|nodejs|promhttp|sightglass)_/;

/** Values that are of the moment, or of the disk that the fixtures lie on. */
const MOVING =
  /^node_(?:time_seconds|scrape_collector_duration_seconds|filesystem_(?:avail_bytes|free_bytes|files_free))\{/;

/** Serves the constant families, and the agent's definitions with constant points, as any exporter would. */
function serveFixedPage(): Promise<ServedPage> {
  const registry = createRegistry({
    collectors: [fixedCollector, everyDefinition].map((definition) => ({ definition, options: {} })),
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
  let fixtures = "";
  let kitAgent: HttpServerProcess;
  let prometheus: PrometheusProcess;
  const proxies: { readonly protocol: string; readonly proxy: RecordingProxy }[] = [];

  const stored = (job: string): Promise<ReadonlyMap<string, number>> => storedSeries(prometheus.api, job);

  beforeAll(async () => {
    ensureBuilt();
    fixed = await serveFixedPage();
    agent = await startAgent();
    const kit = conformanceFile("node");
    fixtures = copyFixtures(kit);
    kitAgent = await startAgent({ flags: recordedFlags(kit, fixtures).map((flag) => flag.replace(LEFT_OFF, "--")) });
    const jobs = [];
    for (const { protocol } of PROTOCOLS) {
      const proxy = await startRecordingProxy(`http://${fixed.address}`);
      proxies.push({ protocol, proxy });
      const settings = { scrape_protocols: [protocol] };
      jobs.push({ name: `fixed-${protocol}`, targets: [{ address: proxy.address, instance: "x" }], settings });
      jobs.push({ name: `node-${protocol}`, targets: [{ address: agent.address, instance: "x" }], settings });
      jobs.push({ name: `kit-${protocol}`, targets: [{ address: kitAgent.address, instance: "x" }], settings });
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
    await kitAgent?.stop();
    if (fixtures !== "") rmSync(fixtures, { recursive: true, force: true });
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

  test.each(PROTOCOLS)(
    "$protocol: a page with every type and every definition is stored as it should be",
    async ({ protocol, utf8 }) => {
      const page = await stored(`fixed-${protocol}`);
      const ofTheCollector = [...page].filter(([name]) => !ABOUT_COLLECTORS.test(name));
      expect(new Map(ofTheCollector)).toEqual(
        new Map([...fixedSeries, ...everySeries, [utf8Series[utf8 ? 0 : 1], 204]]),
      );
    },
  );

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

  test("nearly all definitions, over recorded kernel files, give the same series and values in all formats", async () => {
    const page = async (protocol: string): Promise<ReadonlyMap<string, number | "moving">> => {
      const ofTheFixtures = [...(await stored(`kit-${protocol}`))].filter(([name]) => !OWN.test(name));
      return new Map(ofTheFixtures.map(([name, value]) => [name, MOVING.test(name) ? "moving" : value]));
    };
    const [reference, ...others] = PROTOCOLS;
    const expected = await page(reference.protocol);
    for (const { protocol } of others) expect(await page(protocol), protocol).toEqual(expected);

    const names = [...new Set([...expected.keys()].map(nameOf))];
    const missing = collectors
      .filter(({ name }) => !OFF_OVER_FIXTURES.has(name))
      .flatMap((collector) => collector.families.flatMap((family) => describeDefinition(family, collector.name)))
      .map(({ name }) => name)
      .filter((name) =>
        name.endsWith("*") ? !names.some((one) => one.startsWith(name.slice(0, -1))) : !names.includes(name),
      );
    expect([...new Set(missing)].toSorted()).toEqual(NOT_IN_FIXTURES);
  });

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
