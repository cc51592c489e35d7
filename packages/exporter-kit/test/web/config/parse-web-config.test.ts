import { describe, expect, it } from "vitest";
import * as yaml from "yaml";
import { parseWebConfig } from "../../../src/web/config/parse-web-config.ts";
import type { WebConfig } from "../../../src/web/config/web-config.ts";

const parse = (text: string): WebConfig => parseWebConfig(yaml, "/etc/agent/web.yml", text);
const hash = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";
const pair = "tls_server_config:\n  cert_file: server.crt\n  key_file: /keys/server.key\n";

describe("parseWebConfig", () => {
  it.each(["", "# nothing\n", "tls_server_config:\n", "tls_server_config: {}\nbasic_auth_users: {}\n"])(
    "takes a file that configures nothing: %j",
    (text) => {
      expect(parse(text)).toEqual({
        tls: undefined,
        headers: new Map(),
        users: new Map(),
        rateLimit: undefined,
        warnings: [],
      });
    },
  );

  it("fills in exporter-toolkit's defaults and resolves paths", () => {
    expect(parse(pair).tls).toEqual({
      cert: { file: "/etc/agent/server.crt" },
      key: { file: "/keys/server.key" },
      clientCa: undefined,
      clientAuth: "NoClientCert",
      clientAllowedSans: undefined,
      minVersion: "TLSv1.2",
      maxVersion: "TLSv1.3",
      cipherSuites: [],
      curves: [],
      preferServerCipherSuites: true,
    });
  });

  it("reads every key", () => {
    const config = parse(`
tls_server_config:
  cert: CERT
  key: KEY
  client_ca: CA
  client_auth_type: RequireClientCert
  client_allowed_sans: [a, b]
  min_version: TLS11
  max_version: TLS12
  cipher_suites:
    - TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    - TLS_AES_128_GCM_SHA256
  curve_preferences: [CurveP521, X25519, CurveP256, CurveP384]
  prefer_server_cipher_suites: no
http_server_config:
  http2: false
  headers:
    Content-Security-Policy: default-src 'self'
    X-Frame-Options: sameorigin
    X-Content-Type-Options: nosniff
    X-XSS-Protection: 1
    Strict-Transport-Security: max-age=31536000
basic_auth_users:
  alice: ${hash}
  007: ${hash}
  __proto__: ${hash}
rate_limit:
  interval: 1m30s
  burst: 20
`);
    expect(config.tls).toEqual({
      cert: { text: "CERT" },
      key: { text: "KEY" },
      clientCa: { text: "CA" },
      clientAuth: "RequireAnyClientCert",
      clientAllowedSans: ["a", "b"],
      minVersion: "TLSv1.1",
      maxVersion: "TLSv1.2",
      cipherSuites: ["ECDHE-RSA-CHACHA20-POLY1305", "TLS_AES_128_GCM_SHA256"],
      curves: ["secp521r1", "X25519", "prime256v1", "secp384r1"],
      preferServerCipherSuites: false,
    });
    expect([...config.headers]).toEqual([
      ["Content-Security-Policy", "default-src 'self'"],
      ["X-Frame-Options", "sameorigin"],
      ["X-Content-Type-Options", "nosniff"],
      ["X-XSS-Protection", "1"],
      ["Strict-Transport-Security", "max-age=31536000"],
    ]);
    expect([...config.users.keys()]).toEqual(["alice", "007", "__proto__"]);
    expect(config.rateLimit).toEqual({ intervalMs: 90_000, burst: 20 });
  });

  it("prefers a file to inline text, as exporter-toolkit does", () => {
    expect(parse(`${pair}  cert: inline\n`).tls?.cert).toEqual({ file: "/etc/agent/server.crt" });
  });

  it("follows anchors and merge keys", () => {
    const text = `basic_auth_users:\n  a: &h ${hash}\n  b: *h\n`;
    expect([...parse(text).users.values()]).toEqual([hash, hash]);
    expect(parse("rate_limit:\n  <<: &r {interval: 1s, burst: 1}\n  burst: 2\n").rateLimit).toEqual({
      intervalMs: 1_000,
      burst: 2,
    });
  });

  it("leaves TLS off for keys that do not call for it", () => {
    expect(parse("tls_server_config: {min_version: TLS13}").tls).toBeUndefined();
    expect(parse("rate_limit: {interval: 0, burst: 0}").rateLimit).toBeUndefined();
    // A bare integer is nanoseconds to Go's decoder.
    expect(parse("rate_limit: {interval: 1000000, burst: 1}").rateLimit).toEqual({ intervalMs: 1, burst: 1 });
  });

  it("warns of allowed names without a certificate to look at", () => {
    expect(parse(`${pair}  client_allowed_sans: [a]\n`).warnings).toEqual([
      "client_allowed_sans has no effect while client_auth_type asks for no client certificate",
    ]);
  });

  it.each([
    ["junk: 1", "1: junk: unknown key"],
    [`${pair}  cert_fil: x`, "4: tls_server_config.cert_fil: unknown key"],
    ["http_server_config:\n  http3: true", "2: http_server_config.http3: unknown key"],
    ["rate_limit:\n  burst: 1\n  every: 1s", "3: rate_limit.every: unknown key"],
    ["a: [", "1: "],
    ["a: 1\n---\nb: 2", "2: "],
    ["basic_auth_users:\n  a: x\n  a: y", "3: Map keys must be unique"],
    ["just text", "1: the document: expected a mapping"],
    ["tls_server_config: [a]", "1: tls_server_config: expected a mapping"],
    ["tls_server_config: {key_file: a}", "tls_server_config.cert_file: missing one of cert or cert_file"],
    ["tls_server_config: {cert_file: a}", "tls_server_config.key_file: missing one of key or key_file"],
    ["tls_server_config: {client_auth_type: NoClientCert}", "missing one of cert or cert_file"],
    [`${pair}  client_ca_file: ca.pem`, "a client CA is configured, and no client certificate is asked for"],
    [`${pair}  client_auth_type: Always`, '4: tls_server_config.client_auth_type: unknown name "Always"'],
    [`${pair}  min_version: SSL3`, '4: tls_server_config.min_version: unknown name "SSL3"'],
    [`${pair}  max_version: TLS14`, '4: tls_server_config.max_version: unknown name "TLS14"'],
    [`${pair}  max_version: TLS11`, "min_version: is above max_version"],
    [`${pair}  cipher_suites: [TLS_MADE_UP]`, '4: tls_server_config.cipher_suites: unknown name "TLS_MADE_UP"'],
    [`${pair}  cipher_suites: TLS_AES_128_GCM_SHA256`, "4: tls_server_config.cipher_suites: expected a list"],
    [`${pair}  curve_preferences: [CurveP255]`, '4: tls_server_config.curve_preferences: unknown name "CurveP255"'],
    [
      `${pair}  prefer_server_cipher_suites: maybe`,
      "4: tls_server_config.prefer_server_cipher_suites: expected a boolean",
    ],
    ["http_server_config:\n  headers:\n    Server: x", "3: http_server_config.headers.Server: this header cannot"],
    ["http_server_config:\n  headers:\n    X-Frame-Options: x", "X-Frame-Options: expected deny or sameorigin"],
    ["http_server_config:\n  headers:\n    X-Content-Type-Options: x", "X-Content-Type-Options: expected nosniff"],
    ['http_server_config:\n  headers:\n    X-XSS-Protection: "a\\nb"', "not a legal header value"],
    ["basic_auth_users:\n  alice: secret", "2: basic_auth_users.alice: not a bcrypt hash"],
    ["basic_auth_users:\n  alice:", "2: basic_auth_users.alice: not a bcrypt hash"],
    ["rate_limit: {interval: 1d, burst: 1}", "rate_limit.interval: not a duration"],
    ["rate_limit: {interval: 1.5, burst: 1}", "rate_limit.interval: not a duration"],
    ["rate_limit: {interval: -1s, burst: 1}", "rate_limit.interval: not a duration"],
    ["rate_limit: {interval: 1s, burst: many}", "rate_limit.burst: not a number of requests"],
    ["rate_limit: {interval: 1s}", "rate_limit.burst: must be at least 1"],
  ])("refuses %j", (text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ name: "WebConfigError" }) as Error);
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text)).toThrow("/etc/agent/web.yml");
  });

  it("never puts a password hash or key into an error", () => {
    expect(() => parse("basic_auth_users:\n  alice: hunter2")).not.toThrow("hunter2");
  });
});
