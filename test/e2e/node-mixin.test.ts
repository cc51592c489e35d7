import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { startNodeExporter } from "../servers/node-exporter.ts";
import { conformanceFile } from "../servers/paths.ts";
import { startPrometheus, type PrometheusProcess } from "../servers/prometheus.ts";
import type { InstantSample } from "../servers/prometheus-api.ts";
import { waitFor } from "../servers/wait-for.ts";
import { consumerRows } from "./consumer-rows.ts";

/** Prometheus keeps no label whose value is empty, and which of them are empty is a matter of how a program was built. */
const BUILD_INFO = "node_exporter_build_info";

/** Two scrapes give a rate; the rules need one evaluation more. */
const SCRAPES = 6;

const labelSet = ({ labels }: InstantSample): string =>
  JSON.stringify(
    Object.entries(labels)
      .filter(([name]) => name !== "instance" && name !== "job")
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const labelNames = (samples: readonly InstantSample[]): readonly string[] =>
  [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].toSorted();

/**
 * node_exporter, scraped beside the agent, is the judge of what applies to this host: what it has data for, the agent
 * must have data for, and an alert that fires for it has its cause in the host.
 */
describe("the node mixin over the agent and over node_exporter", () => {
  let agent: HttpServerProcess;
  let judge: HttpServerProcess;
  let prometheus: PrometheusProcess;

  beforeAll(async () => {
    ensureBuilt();
    agent = await startAgent();
    judge = await startNodeExporter({ version: "current" });
    prometheus = await startPrometheus({
      version: "current",
      jobs: [
        {
          name: "node-exporter",
          targets: [
            { address: agent.address, instance: "ours" },
            { address: judge.address, instance: "theirs" },
          ],
        },
      ],
      rules: [conformanceFile("mixins", "node-Rules.yaml"), conformanceFile("mixins", "node-Alerts.yaml")],
    });
    await waitFor(`${SCRAPES} scrapes of both`, { timeoutMs: 60_000 }, async () => {
      const counts = await prometheus.api.query("count_over_time(up[5m])");
      return counts.length === 2 && counts.every(({ value }) => Number(value) >= SCRAPES);
    });
  }, 500_000);

  afterAll(async () => {
    await prometheus?.stop();
    await judge?.stop();
    await agent?.stop();
  });

  test("every series that the mixin asks for and this host has is there, with its labels", async () => {
    const rows = consumerRows("node-mixin", "node-exporter");
    expect(rows.length).toBeGreaterThan(40);
    const applying: string[] = [];
    for (const { series, selectors } of rows) {
      for (const selector of selectors) {
        const theirs = await prometheus.api.query(`${series}{${selector}${selector && ","}instance="theirs"}`);
        const ours = await prometheus.api.query(`${series}{${selector}${selector && ","}instance="ours"}`);
        if (theirs.length > 0) {
          applying.push(series);
          expect(ours.length, `${series}{${selector}}`).toBeGreaterThan(0);
          if (series !== BUILD_INFO) {
            expect(labelNames(ours), `${series}{${selector}}`).toEqual(labelNames(theirs));
          }
        }
      }
    }
    expect(new Set(applying).size).toBeGreaterThan(25);
  });

  test("the series that the mixin asks for are those of node_exporter, label set by label set", async () => {
    const names = new Set(
      consumerRows("node-mixin", "node-exporter")
        .map(({ series }) => series)
        .filter((series) => series !== BUILD_INFO),
    );
    await waitFor("the same label sets on both", { timeoutMs: 20_000, intervalMs: 1000 }, async () => {
      for (const name of names) {
        const theirs = (await prometheus.api.query(`${name}{instance="theirs"}`)).map(labelSet).toSorted();
        const ours = (await prometheus.api.query(`${name}{instance="ours"}`)).map(labelSet).toSorted();
        expect(ours, name).toEqual(theirs);
      }
      return true;
    });
  }, 40_000);

  test("the rule files load and every rule evaluates", async () => {
    const rules = await waitFor("all rules to be evaluated", { timeoutMs: 60_000 }, async () => {
      const loaded = await prometheus.api.rules();
      return loaded.length > 0 && loaded.every(({ health }) => health !== "unknown") && loaded;
    });
    expect(rules.filter(({ kind }) => kind === "recording").length).toBe(15);
    expect(rules.filter(({ kind }) => kind === "alerting").length).toBe(26);
    expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
  }, 80_000);

  test("every recording rule that yields a value for node_exporter yields one for the agent", async () => {
    const records = (await prometheus.api.rules()).filter(({ kind }) => kind === "recording");
    const names = [...new Set(records.map(({ name }) => name))];
    let applying = 0;
    await waitFor("the recorded series of both", { timeoutMs: 30_000, intervalMs: 500 }, async () => {
      applying = 0;
      for (const name of names) {
        const theirs = await prometheus.api.query(`{__name__="${name}",instance="theirs"}`);
        const ours = await prometheus.api.query(`{__name__="${name}",instance="ours"}`);
        expect(ours.map(labelSet).toSorted(), name).toEqual(theirs.map(labelSet).toSorted());
        applying += theirs.length > 0 ? 1 : 0;
      }
      return applying >= 12;
    });
    expect(applying).toBeGreaterThanOrEqual(12);
  }, 60_000);

  test("recorded values agree where the host holds still", async () => {
    for (const name of ["instance:node_num_cpu:sum"]) {
      const [theirs] = await prometheus.api.query(`{__name__="${name}",instance="theirs"}`);
      const [ours] = await prometheus.api.query(`{__name__="${name}",instance="ours"}`);
      expect(ours?.value).toBe(theirs?.value);
    }
    const utilisation = "instance:node_memory_utilisation:ratio";
    const theirs = await prometheus.api.value(`{__name__="${utilisation}",instance="theirs"}`);
    const ours = await prometheus.api.value(`{__name__="${utilisation}",instance="ours"}`);
    expect(Math.abs((ours ?? Number.NaN) - (theirs ?? Number.NaN))).toBeLessThan(0.05);
  });

  test("no alert is pending or firing that has no cause on this host", async () => {
    // Both see the host at slightly different moments, so an alert at its threshold may come a second earlier on one.
    await waitFor(
      "the agent's alerts to be among node_exporter's",
      { timeoutMs: 30_000, intervalMs: 500 },
      async () => {
        const theirs = new Set((await prometheus.api.query('ALERTS{instance="theirs"}')).map(labelSet));
        const ours = (await prometheus.api.query('ALERTS{instance="ours"}')).map(labelSet);
        expect(ours.filter((alert) => !theirs.has(alert))).toEqual([]);
        return true;
      },
    );
  });
});
