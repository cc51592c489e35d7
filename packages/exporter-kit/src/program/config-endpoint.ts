import { answerText } from "../web/answer-text.ts";
import type { RequestHandler } from "../web/request-handler.ts";
import { setSecurityHeaders } from "../web/security-headers.ts";
import type { Program } from "./define-program.ts";
import { effectiveConfiguration } from "./effective-configuration.ts";
import type { Instance } from "./instance.ts";

/** Where the configuration in effect is served. */
export const CONFIG_PATH = "/-/config";

/**
 * Makes the handler of `/-/config`: the configuration in effect as JSON, without secrets, with the families and series of
 * the last scrape. GET and HEAD only, 405 otherwise.
 */
export function createConfigEndpoint(program: Program, current: () => Instance): RequestHandler {
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      answerText(response, 405, "Only GET and HEAD requests are allowed.");
      return;
    }
    const { settings, registry } = current();
    const body = Buffer.from(`${JSON.stringify(effectiveConfiguration(program, settings, registry), undefined, 2)}\n`);
    response.setHeader("Content-Type", "application/json; charset=utf-8");
    response.setHeader("Content-Length", body.length);
    response.setHeader("Cache-Control", "no-store");
    setSecurityHeaders(response);
    response.end(request.method === "HEAD" ? undefined : body);
  };
}
