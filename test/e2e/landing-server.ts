import { createServer } from "node:http";
import { defineCollector, createRegistry, type MetricFamily, type Registry } from "@sightglass/metrics-registry";
import { assembleApp } from "../../packages/exporter-kit/src/app.ts";
import { createHealthEndpoints } from "../../packages/exporter-kit/src/health-endpoints.ts";
import { createLandingPage } from "../../packages/exporter-kit/src/landing/landing-page.ts";
import { createLogger } from "../../packages/exporter-kit/src/log.ts";
import { createScrapeEndpoint } from "../../packages/exporter-kit/src/scrape-endpoint.ts";
import { createTelemetry } from "../../packages/exporter-kit/src/telemetry.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";

/** A program around a registry, on loopback. */
export interface LandingServer {
  readonly url: string;
  /** Log lines so far. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** How a served program differs from the usual one. */
export interface LandingServerOptions {
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  /** Changes the landing page's markup on its way out, to see what the browser makes of an escaping fault. */
  readonly tamper?: (page: string) => string;
}

/** Serves the kit's app around a registry. */
export async function serveLanding(registry: Registry, options: LandingServerOptions = {}): Promise<LandingServer> {
  const log: string[] = [];
  const logger = createLogger({ write: (line) => void log.push(line) });
  const telemetry = createTelemetry();
  const landing = createLandingPage({
    name: options.name ?? "sample_exporter",
    description: options.description ?? "Samples of every kind.",
    version: options.version ?? "1.2.3",
    telemetryPath: "/metrics",
    registry: () => registry,
  });
  const { tamper } = options;
  const app = assembleApp({
    telemetryPath: "/metrics",
    scrape: createScrapeEndpoint({
      registry: () => registry,
      knownCollectors: new Set(registry.collectors),
      log: logger,
      hooks: telemetry.hooks,
      maxRequests: 40,
    }),
    landing: (request, response) => {
      if (tamper !== undefined) {
        const end = response.end.bind(response);
        response.end = ((body: Buffer) => {
          const page = Buffer.from(tamper(body.toString()));
          response.setHeader("Content-Length", page.length);
          return end(page);
        }) as typeof response.end;
      }
      landing(request, response);
    },
    health: createHealthEndpoints({ name: "sample_exporter", ready: () => true, log: logger }),
    log: logger,
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    close: async () => {
      telemetry.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const sampleCollector = (name: string, help: string) =>
  defineCollector({
    name,
    help,
    enabledByDefault: true,
    read: () => ["a", "b", "c"],
    families: (family) => [
      family({
        name: `sample_${name}_bytes`,
        type: "gauge",
        help: `Bytes that ${name} holds.`,
        labels: ["device", "mountpoint"],
        samples: (rows, emit) => rows.forEach((row, index) => emit(index, row, `/mnt/${row}`)),
      }),
      family({
        name: `sample_${name}_operations_total`,
        type: "counter",
        help: `Operations that ${name} has done.`,
        samples: (rows, emit) => emit(rows.length),
      }),
    ],
  });

/** A registry of harmless collectors, one of which fails. */
export function createSampleRegistry(): Registry {
  const broken = defineCollector({
    name: "broken",
    help: "Always fails.",
    enabledByDefault: true,
    read: (): never => {
      throw new Error("the device does not answer");
    },
    families: () => [],
  });
  const definitions = [sampleCollector("disk", "Disks of the host."), sampleCollector("memory", "Memory."), broken];
  return createRegistry<unknown>({
    collectors: definitions.map((definition) => ({ definition, options: {} })),
    source: undefined,
    health: HEALTH,
    disabled: [{ name: "wifi", help: "Wireless links." }],
  });
}

const HEALTH = {
  success: "sample_scrape_collector_success",
  duration: "sample_scrape_collector_duration_seconds",
  status: "sample_scrape_collector_status",
};

/** A registry whose collectors throw, expose and describe the hostile corpus. */
export function createHostileRegistry(): Registry {
  const throwers = HOSTILE_TEXTS.map((text, index) =>
    defineCollector({
      name: `hostile_${index}`,
      help: text,
      enabledByDefault: true,
      read: (): never => {
        throw new Error(text);
      },
      families: () => [],
    }),
  );
  const families = HOSTILE_TEXTS.flatMap((text, index): readonly MetricFamily[] => [
    { name: text, type: "gauge", help: text, points: [{ labels: [[text, text]], value: 1 }] },
    { name: `hostile_${index}`, type: "gauge", help: text, points: [{ labels: [["text", text]], value: index }] },
  ]);
  const emitter = defineCollector({
    name: "emitter",
    help: "Emits the corpus as names, label names, label values and help texts.",
    enabledByDefault: true,
    read: () => families,
    families: (family) => [family.foreign({ help: "The corpus.", families: (all) => all })],
  });
  return createRegistry<unknown>({
    collectors: [...throwers, emitter].map((definition) => ({ definition, options: {} })),
    source: undefined,
    health: HEALTH,
  });
}

/** Every field that a registry can give to the page, hostile: worse than any real registry lets through. */
export function createLyingRegistry(): Registry {
  return {
    collectors: HOSTILE_TEXTS,
    collect: () => Promise.reject(new Error("not collected")),
    status: () =>
      HOSTILE_TEXTS.map((text, index) => ({
        collector: text,
        help: text,
        reason: index % 2 === 0 ? "error" : "ok",
        message: text,
        durationSeconds: index / 1000,
        series: index,
        finishedAtMs: Date.now() - index * 1000,
      })),
    describe: () =>
      HOSTILE_TEXTS.map((text) => ({
        name: text,
        type: "gauge",
        help: text,
        labels: [text, text],
        collector: text,
        series: 1,
      })),
  };
}
