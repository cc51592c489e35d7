import { copyFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { startHttpServer, type HttpServerProcess } from "./http-server.ts";
import { peerProgram, type PeerVersion } from "./paths.ts";
import { serverDirectory } from "./process.ts";
import { PrometheusApi } from "./prometheus-api.ts";

/** One scraped program. `instance` becomes the label, in place of the address. */
export interface ScrapeTarget {
  readonly address: string;
  readonly instance: string;
}

/** One job of the configuration. `settings` are further keys, written as they are: scrape_protocols, scheme and so on. */
export interface ScrapeJob {
  readonly name: string;
  readonly targets: readonly ScrapeTarget[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** How to start a Prometheus. */
export interface PrometheusOptions {
  readonly version: PeerVersion;
  readonly jobs: readonly ScrapeJob[];
  /** Rule files, loaded unchanged. */
  readonly rules?: readonly string[];
}

/** A Prometheus that scrapes every second. */
export interface PrometheusProcess extends HttpServerProcess {
  readonly api: PrometheusApi;
}

/** Seconds between scrapes and between rule evaluations. */
const SCRAPE_INTERVAL_S = 1;

function configuration(options: PrometheusOptions, ruleFiles: readonly string[]): unknown {
  return {
    global: {
      scrape_interval: `${SCRAPE_INTERVAL_S}s`,
      scrape_timeout: `${SCRAPE_INTERVAL_S}s`,
      evaluation_interval: `${SCRAPE_INTERVAL_S}s`,
    },
    rule_files: ruleFiles,
    scrape_configs: options.jobs.map((job) => ({
      job_name: job.name,
      ...job.settings,
      static_configs: job.targets.map(({ address, instance }) => ({ targets: [address], labels: { instance } })),
    })),
  };
}

/** Starts a real Prometheus with its data in a folder of its own. */
export function startPrometheus(options: PrometheusOptions): Promise<PrometheusProcess> {
  const command = peerProgram("prometheus", options.version);
  const directory = serverDirectory(`prometheus-${options.version}-data`);
  const ruleFiles = (options.rules ?? []).map((path) => {
    const copy = join(directory, basename(path));
    copyFileSync(path, copy);
    return copy;
  });
  const config = join(directory, "prometheus.yml");
  // JSON is YAML.
  writeFileSync(config, JSON.stringify(configuration(options, ruleFiles), undefined, 2));
  return startHttpServer(
    (address) => ({
      name: `prometheus-${options.version}`,
      command,
      args: [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(directory, "data")}`,
        `--web.listen-address=${address}`,
        "--log.level=debug",
      ],
    }),
    { path: "/-/ready" },
  ).then((server) => ({ ...server, api: new PrometheusApi(server.url) }));
}
