import { appliedRuntimeProfile } from "../applied-runtime-profile.ts";
import { assembleApp } from "../app.ts";
import { createHealthEndpoints } from "../health-endpoints.ts";
import { createLandingPage } from "../landing/landing-page.ts";
import type { Logger } from "../log.ts";
import { DEFAULT_DEADLINE_LIMITS } from "../scrape/deadline.ts";
import { createScrapeEndpoint } from "../scrape-endpoint.ts";
import type { Telemetry } from "../telemetry.ts";
import { createMessageClasses, startWebServer, type RequestMiddleware, type WebServer } from "../web/index.ts";
import type { Program } from "./define-program.ts";
import type { InstanceHolder } from "./reload.ts";
import { UsageError } from "../flags/usage-error.ts";

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

async function createMiddleware(parts: ServeParts): Promise<RequestMiddleware[]> {
  if (!parts.holder.current().settings.global.delegatedAuthentication) {
    return [];
  }
  const create = parts.program.createDelegatedAuthentication;
  if (create === undefined) {
    throw new UsageError(`${parts.program.name} has no --web.auth.delegated`);
  }
  return [await create({ log: parts.log })];
}

/** Starts a program's HTTP server. Rejects when an address cannot be used or the web configuration is wrong. */
export async function serve(parts: ServeParts): Promise<WebServer> {
  const { program, holder, telemetry, log } = parts;
  const { global } = holder.current().settings;
  const registry = () => holder.current().registry;
  const middleware = await createMiddleware(parts);
  const app = assembleApp({
    telemetryPath: global.telemetryPath,
    scrape: createScrapeEndpoint({
      registry,
      // One that is only accepted is disabled to who asks for it, as it is in the program that is replaced.
      knownCollectors: new Set([...program.collectors, ...(program.acceptedCollectors ?? [])].map(({ name }) => name)),
      log,
      hooks: telemetry.hooks,
      deadline: {
        ...DEFAULT_DEADLINE_LIMITS,
        defaultMs: global.collectorTimeoutMs,
        offsetMs: global.timeoutOffsetMs,
      },
      maxRequests: global.maxRequests,
    }),
    landing: createLandingPage({
      name: program.name,
      description: program.description,
      version: program.version,
      telemetryPath: global.telemetryPath,
      registry,
    }),
    health: createHealthEndpoints({
      name: program.name,
      ready: parts.ready,
      reload: global.enableLifecycle ? parts.reload : undefined,
      log,
    }),
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
    optimizerOff: appliedRuntimeProfile() === "small",
    onReload: telemetry.hooks.observeReload,
  });
}
