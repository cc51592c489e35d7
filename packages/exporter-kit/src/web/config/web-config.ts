import type { SecureVersion } from "node:tls";
import type { ClientAuthType } from "./tls-names.ts";

/** PEM text given inline, or the absolute path of a file that holds it. */
export type PemSource = { readonly text: string } | { readonly file: string };

/** `tls_server_config`, with names mapped to Node's. */
export interface TlsSection {
  readonly cert: PemSource;
  readonly key: PemSource;
  readonly clientCa: PemSource | undefined;
  readonly clientAuth: ClientAuthType;
  /** Exact matches among the client certificate's DNS, e-mail, IP and URI names; undefined means any. */
  readonly clientAllowedSans: readonly string[] | undefined;
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  /** OpenSSL's names; empty means the defaults. */
  readonly cipherSuites: readonly string[];
  readonly curves: readonly string[];
  readonly preferServerCipherSuites: boolean;
}

/** `rate_limit`; absent when the interval is 0. */
export interface RateLimitSection {
  readonly intervalMs: number;
  readonly burst: number;
}

/** A valid web configuration file, before its certificates are read. */
export interface WebConfig {
  /** Undefined means plain HTTP. */
  readonly tls: TlsSection | undefined;
  /** Extra response headers; only the five that exporter-toolkit allows. */
  readonly headers: ReadonlyMap<string, string>;
  /** bcrypt hashes by user name; empty means no authentication. A Map, because a name may be `__proto__`. */
  readonly users: ReadonlyMap<string, string>;
  readonly rateLimit: RateLimitSection | undefined;
  /** Things that are accepted and probably not meant; logged once. */
  readonly warnings: readonly string[];
}
