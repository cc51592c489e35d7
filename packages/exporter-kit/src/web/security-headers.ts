import type { ServerResponse } from "node:http";

/**
 * What a response of ours needs at most: it is never framed, sniffed or the source of a referrer, and loads nothing.
 * A page with its own style or script sets its own Content-Security-Policy before calling `setSecurityHeaders`.
 */
const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "deny",
};

const entries: readonly (readonly [string, string])[] = Object.entries(securityHeaders);

/**
 * Sets each security header that the response does not have yet. Headers of the web configuration file are on the
 * response before the application runs, so the operator's value stands unless the page sets its own.
 */
export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of entries) {
    if (!response.hasHeader(name)) response.setHeader(name, value);
  }
}
