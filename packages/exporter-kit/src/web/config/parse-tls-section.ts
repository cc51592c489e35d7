import { cipherSuites, clientAuthTypes, curves, tlsVersions } from "./tls-names.ts";
import type { PemSource, TlsSection } from "./web-config.ts";
import type { YamlSection } from "./yaml-section.ts";

/**
 * Reads `tls_server_config`. TLS is on when a certificate, key, client CA or client_auth_type is set, as in
 * exporter-toolkit; the other keys alone leave it off.
 *
 * @throws WebConfigError for unknown keys and names, a missing half of the pair, or a client CA that nothing asks for.
 */
export function parseTlsSection(
  section: YamlSection,
  resolvePath: (path: string) => string,
  warnings: string[],
): TlsSection | undefined {
  const pem = (key: string): PemSource | undefined => {
    const text = section.string(key);
    const file = section.string(`${key}_file`);
    if (file !== undefined && file !== "") return { file: resolvePath(file) };
    return text === undefined || text === "" ? undefined : { text };
  };
  const named = <Value>(key: string, names: ReadonlyMap<string, Value>, text: string): Value => {
    const value = names.get(text);
    if (value !== undefined) return value;
    throw section.fault(key, `unknown name ${JSON.stringify(text)}, expected one of ${[...names.keys()].join(", ")}`);
  };
  const cert = pem("cert");
  const key = pem("key");
  const clientCa = pem("client_ca");
  const authText = section.string("client_auth_type") ?? "";
  const clientAuth = named("client_auth_type", clientAuthTypes, authText === "" ? "NoClientCert" : authText);
  const clientAllowedSans = section.list("client_allowed_sans");
  const minVersion = named("min_version", tlsVersions, section.string("min_version") ?? "TLS12");
  const maxVersion = named("max_version", tlsVersions, section.string("max_version") ?? "TLS13");
  const suites = (section.list("cipher_suites") ?? []).map((name) => named("cipher_suites", cipherSuites, name));
  const groups = (section.list("curve_preferences") ?? []).map((name) => named("curve_preferences", curves, name));
  const preferServerCipherSuites = section.boolean("prefer_server_cipher_suites") ?? true;
  section.end();
  if (minVersion > maxVersion) throw section.fault("min_version", "is above max_version");
  if (cert === undefined && key === undefined && clientCa === undefined && authText === "") return undefined;
  if (cert === undefined) throw section.fault("cert_file", "missing one of cert or cert_file");
  if (key === undefined) throw section.fault("key_file", "missing one of key or key_file");
  if (clientAuth === "NoClientCert") {
    if (clientCa !== undefined) {
      throw section.fault("client_auth_type", "a client CA is configured, and no client certificate is asked for");
    }
    if (clientAllowedSans !== undefined) {
      warnings.push("client_allowed_sans has no effect while client_auth_type asks for no client certificate");
    }
  }
  return {
    cert,
    key,
    clientCa,
    clientAuth,
    clientAllowedSans,
    minVersion,
    maxVersion,
    cipherSuites: suites,
    curves: groups,
    preferServerCipherSuites,
  };
}
