import { appliedRuntimeProfile } from "../applied-runtime-profile.ts";
import { assembleApp } from "../app.ts";
import { createHealthEndpoints } from "../health-endpoints.ts";
import { createDeferredPage } from "../landing/deferred-page.ts";
import { SERIES_PATH } from "../landing/series-path.ts";
import { createProcessHeapKeeper } from "../heap-keeper.ts";
import type { Logger } from "../log.ts";
import { DEFAULT_DEADLINE_LIMITS } from "../scrape/deadline.ts";
import { createScrapeEndpoint } from "../scrape-endpoint.ts";
import type { Telemetry } from "../telemetry.ts";
import { createMessageClasses, startWebServer, type WebServer } from "../web/index.ts";
import { CONFIG_PATH, createConfigEndpoint } from "./config-endpoint.ts";
import type { Program } from "./define-program.ts";
import { createAuthorization } from "./delegated-authorization.ts";
import { exemptFamilies } from "./exempt-families.ts";
import type { InstanceHolder } from "./reload.ts";

/** What a server is put together from. */
export interface ServeParts {
  readonly program: Program;
  readonly holder: InstanceHolder;
  readonly telemetry: Telemetry;
  readonly log: Logger;
  readonly ready: () => boolean;
  /** Reads all configuration again, web configuration included. */
  readonly reload: () => Promise<void>;
}

/** Starts a program's HTTP server. Rejects when an address cannot be used or the web configuration is wrong. */
export async function serve(parts: ServeParts): Promise<WebServer> {
  const { program, holder, telemetry, log } = parts;
  const { global } = holder.current().settings;
  const registry = () => holder.current().registry;
  const middleware = await createAuthorization(global, log);
  const isSmall = appliedRuntimeProfile() === "small";
  const heapKeeper = isSmall ? createProcessHeapKeeper() : undefined;
  const app = assembleApp({
    telemetryPath: global.telemetryPath,
    scrape: createScrapeEndpoint({
      registry,
      knownCollectors: new Set(program.collectors.map(({ name }) => name)),
      log,
      hooks: telemetry.hooks,
      deadline: {
        ...DEFAULT_DEADLINE_LIMITS,
        defaultMs: global.collectorTimeoutMs,
        offsetMs: global.timeoutOffsetMs,
      },
      maxRequests: global.maxRequests,
      onAnswered: heapKeeper?.answered,
    }),
    landing: createDeferredPage(log, "/", async () =>
      (await import("../landing/landing-page.ts")).createLandingPage({
        name: program.name,
        description: program.description,
        version: program.version,
        telemetryPath: global.telemetryPath,
        registry,
        notices: () => holder.current().notices,
      }),
    ),
    health: createHealthEndpoints({
      name: program.name,
      ready: parts.ready,
      reload: global.enableLifecycle ? parts.reload : undefined,
      log,
    }),
    management: {
      [CONFIG_PATH]: createConfigEndpoint(program, holder.current),
      [SERIES_PATH]: createDeferredPage(log, SERIES_PATH, async () =>
        (await import("../landing/series-page.ts")).createSeriesPage({
          name: program.name,
          registry,
          collectMs: global.collectorTimeoutMs,
          exempt: exemptFamilies(program),
        }),
      ),
    },
    ...(program.routes !== undefined && { routes: program.routes }),
    middleware,
    log,
  });
  return startWebServer({
    app,
    messageClasses: createMessageClasses(app),
    listenAddresses: global.listenAddresses,
    systemdSocket: global.systemdSocket,
    webConfigFile: global.webConfigFile === "" ? undefined : global.webConfigFile,
    log,
    optimizerOff: isSmall,
    onReload: telemetry.hooks.observeReload,
  });
}
