import type { Registry } from "@sightglass/metrics-registry";
import type { RequestHandler } from "../web/request-handler.ts";
import { setSecurityHeaders } from "../web/security-headers.ts";
import { CONTENT_SECURITY_POLICY } from "./content-security-policy.ts";
import { renderLandingPage } from "./page.ts";

/** What the landing page needs. */
export interface LandingPageOptions {
  /** Program name, such as `node_exporter`. */
  readonly name: string;
  /** One sentence about the program. */
  readonly description: string;
  readonly version: string;
  readonly telemetryPath: string;
  /** The registry in use; another one after a reload. */
  readonly registry: () => Registry;
  /** What is missing on this machine, a sentence each; nothing when absent. */
  readonly notices?: () => readonly string[];
}

/**
 * Makes the handler of `/`. It shows what the last scrape left and starts none. A content security policy that the
 * operator has configured is kept and the page's own stands beside it: a browser applies both.
 */
export function createLandingPage(options: LandingPageOptions): RequestHandler {
  const { registry, notices = () => [], ...head } = options;
  return (_request, response) => {
    const current = registry();
    const page = Buffer.from(
      renderLandingPage({
        ...head,
        uptimeMs: process.uptime() * 1000,
        nowMs: Date.now(),
        notices: notices(),
        collectors: current.status(),
        families: current.describe(),
      }),
    );
    response.appendHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Content-Length", page.length);
    response.setHeader("Cache-Control", "no-store");
    setSecurityHeaders(response);
    response.end(page);
  };
}
