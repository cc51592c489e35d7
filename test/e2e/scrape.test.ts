import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import type { PeerVersion } from "../servers/paths.ts";
import { startRecordingProxy, type RecordingProxy } from "../servers/recording-proxy.ts";
import { startPrometheus, type PrometheusProcess } from "../servers/prometheus.ts";
import { waitFor } from "../servers/wait-for.ts";

const SCRAPES = 5;

/** Words with which Prometheus 2 and 3 report a scrape or a sample that they did not like, at whatever level. */
const SCRAPE_COMPLAINT = /level=(?:WARN|warn|ERROR|error)|[Ss]crape failed|[Aa]ppend failed|out.of.order|[Dd]uplicate/;

const OPENMETRICS = /^application\/openmetrics-text; version=1\.0\.0/;
const TEXT = /^text\/plain; version=0\.0\.4/;

describe.each<PeerVersion>(["debian", "current"])("a %s Prometheus scrapes the agent", (version) => {
  let agent: HttpServerProcess;
  let negotiated: RecordingProxy;
  let text: RecordingProxy;
  let prometheus: PrometheusProcess;

  beforeAll(async () => {
    ensureBuilt();
    agent = await startAgent();
    negotiated = await startRecordingProxy(agent.url);
    text = await startRecordingProxy(agent.url, "text/plain;version=0.0.4");
    prometheus = await startPrometheus({
      version,
      jobs: [
        { name: "negotiated", targets: [{ address: negotiated.address, instance: "ours" }] },
        { name: "text", targets: [{ address: text.address, instance: "ours" }] },
      ],
    });
    await waitFor(`${SCRAPES} scrapes`, { timeoutMs: 60_000 }, async () => {
      const counts = await prometheus.api.query("count_over_time(up[1m])");
      return counts.length === 2 && counts.every(({ value }) => Number(value) >= SCRAPES);
    });
  }, 500_000);

  afterAll(async () => {
    await prometheus?.stop();
    await negotiated?.close();
    await text?.close();
    await agent?.stop();
  });

  test("the default protocols end in OpenMetrics, the text format is there for who asks for it", () => {
    expect(negotiated.exchanges.length).toBeGreaterThanOrEqual(SCRAPES);
    for (const { accept, contentType, contentEncoding } of negotiated.exchanges) {
      expect(accept).toMatch(/^application\/openmetrics-text/);
      expect(contentType).toMatch(OPENMETRICS);
      expect(contentEncoding).toBe("gzip");
    }
    for (const { contentType } of text.exchanges) {
      expect(contentType).toMatch(TEXT);
    }
  });

  test("every scrape succeeded", async () => {
    const worst = await prometheus.api.query("min_over_time(up[1m])");
    expect(worst.map(({ value }) => value)).toEqual(["1", "1"]);
    for (const target of await prometheus.api.targets()) {
      expect(target).toMatchObject({ health: "up", lastError: "" });
    }
  });

  test("Prometheus logs no complaint", () => {
    const complaints = prometheus
      .log()
      .split("\n")
      .filter((line) => SCRAPE_COMPLAINT.test(line))
      .filter((line) => line.includes(negotiated.address) || line.includes(text.address));
    expect(complaints).toEqual([]);
  });

  test("every sample that the agent wrote was taken", async () => {
    let written = 0;
    // A network interface or mount that comes or goes in between changes the count, so it is compared until it agrees.
    await waitFor("scrape_samples_scraped to be what the page has", { timeoutMs: 20_000 }, async () => {
      const page = await (await fetch(`${agent.url}/metrics`)).text();
      written = page.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length;
      const scraped = await prometheus.api.query("scrape_samples_scraped");
      const kept = await prometheus.api.query("scrape_samples_post_metric_relabeling");
      return scraped.length === 2 && [...scraped, ...kept].every(({ value }) => Number(value) === written);
    });
    expect(written).toBeGreaterThan(100);
  }, 40_000);

  test("the agent reports its collectors, all of them well or without data", async () => {
    const statuses = await prometheus.api.query('node_scrape_collector_status{job="negotiated"}');
    const enabled = statuses.filter(({ labels }) => labels["reason"] !== "disabled");
    expect(enabled).toHaveLength(49);
    const troubled = statuses.filter(
      ({ labels }) => !["ok", "no_data", "denied", "unsupported", "disabled"].includes(labels["reason"] ?? ""),
    );
    expect(troubled.map(({ labels }) => labels)).toEqual([]);
  });
});
