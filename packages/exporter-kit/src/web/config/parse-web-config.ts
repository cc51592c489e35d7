import { dirname, isAbsolute, join } from "node:path";
import { parseDuration } from "@sightglass/metrics-registry";
import { isBcryptHash } from "../auth/bcrypt-hash.ts";
import { parseTlsSection } from "./parse-tls-section.ts";
import type { RateLimitSection, WebConfig } from "./web-config.ts";
import { YamlSection } from "./yaml-section.ts";
import type { Yaml } from "./yaml-section.ts";

/** The response headers that the file may set; a list names the only values allowed. */
const allowedHeaders: ReadonlyMap<string, readonly string[]> = new Map([
  ["Content-Security-Policy", []],
  ["Strict-Transport-Security", []],
  ["X-Content-Type-Options", ["nosniff"]],
  ["X-Frame-Options", ["deny", "sameorigin"]],
  ["X-XSS-Protection", []],
]);

/**
 * Parses a web configuration file (`--web.config.file`) in the format of Prometheus' exporter-toolkit:
 * `tls_server_config`, `http_server_config`, `basic_auth_users` and `rate_limit`. An unknown key is an error.
 * Relative paths are resolved against the file's folder. `http_server_config.http2` is accepted and has no effect:
 * express 5 is not sound over HTTP/2 (its request and response extend those of HTTP/1), so HTTP/1.1 is served.
 *
 * @throws WebConfigError with the line where there is one.
 */
export function parseWebConfig(yaml: Yaml, file: string, text: string): WebConfig {
  const root = YamlSection.parse(yaml, file, text);
  const warnings: string[] = [];
  const folder = dirname(file);
  const tls = parseTlsSection(
    root.section("tls_server_config"),
    (path) => (isAbsolute(path) ? path : join(folder, path)),
    warnings,
  );
  const http = root.section("http_server_config");
  http.boolean("http2");
  const headers = parseHeaders(http.section("headers"));
  http.end();
  const users = parseUsers(root.section("basic_auth_users"));
  const rateLimit = parseRateLimit(root.section("rate_limit"));
  root.end();
  return { tls, headers, users, rateLimit, warnings };
}

function parseHeaders(section: YamlSection): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of section.strings()) {
    const values = allowedHeaders.get(name);
    if (values === undefined) throw section.fault(name, "this header cannot be configured");
    if (values.length > 0 && !values.includes(value)) {
      throw section.fault(name, `expected ${values.join(" or ")}, got ${JSON.stringify(value)}`);
    }
    if (/[^\t\u0020-\u007e\u0080-\u00ff]/u.test(value)) throw section.fault(name, "not a legal header value");
    // An empty value would be sent as an empty header; exporter-toolkit documents "unset if blank".
    if (value !== "") headers.set(name, value);
  }
  return headers;
}

function parseUsers(section: YamlSection): ReadonlyMap<string, string> {
  const users = section.strings();
  for (const [name, hash] of users) {
    if (!isBcryptHash(hash)) throw section.fault(name, "not a bcrypt hash ($2a$, $2b$ or $2y$, cost 04 to 31)");
  }
  return users;
}

/** A duration as Go's YAML decoder takes it: a bare integer is nanoseconds. */
const parseInterval = (text: string): number | undefined =>
  /^[+-]?\d+$/u.test(text) ? Number(text) * 1e-6 : parseDuration(text);

function parseRateLimit(section: YamlSection): RateLimitSection | undefined {
  const intervalText = section.string("interval");
  const burstText = section.string("burst");
  section.end();
  const intervalMs = intervalText === undefined ? 0 : parseInterval(intervalText);
  if (intervalMs === undefined || intervalMs < 0) {
    throw section.fault("interval", `not a duration: ${JSON.stringify(intervalText)}`);
  }
  if (burstText !== undefined && !/^\d{1,9}$/u.test(burstText)) {
    throw section.fault("burst", `not a number of requests: ${JSON.stringify(burstText)}`);
  }
  if (intervalMs === 0) return undefined;
  const burst = Number(burstText ?? 0);
  // exporter-toolkit takes this and then refuses every request.
  if (burst < 1) throw section.fault("burst", "must be at least 1, or every request is refused");
  return { intervalMs, burst };
}
