import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { DEFAULT_CIPHERS, createSecureContext } from "node:tls";
import type { SecureContextOptions } from "node:tls";
import type { PemSource, TlsSection } from "./web-config.ts";

/**
 * Reads a TLS section's files and turns it into what Node's `createSecureContext` and `setSecureContext` take.
 * Everything is tried here, so that options which come back do not fail later.
 *
 * @throws Error naming the setting, and the file where there is one, that cannot be read or used.
 */
export function readTlsOptions(tls: TlsSection): SecureContextOptions {
  const cert = readPem("cert_file", tls.cert);
  const key = readPem("key_file", tls.key);
  const options: SecureContextOptions = {
    cert,
    key,
    minVersion: tls.minVersion,
    maxVersion: tls.maxVersion,
    honorCipherOrder: tls.preferServerCipherSuites,
    ciphers: cipherList(tls),
    ecdhCurve: tls.curves.length > 0 ? tls.curves.join(":") : "auto",
  };
  checkPair(cert, key, tls);
  if (tls.clientCa !== undefined) options.ca = readCertificates(tls.clientCa);
  try {
    createSecureContext(options);
  } catch (error) {
    throw new Error(`tls_server_config: ${message(error)}`, { cause: error });
  }
  return options;
}

/** Files that the section reads, for noticing a change. */
export function tlsFiles(tls: TlsSection): readonly string[] {
  return [tls.cert, tls.key, tls.clientCa].flatMap((source) =>
    source !== undefined && "file" in source ? [source.file] : [],
  );
}

/**
 * Go applies cipher_suites to TLS 1.2 and below only and always offers those of 1.3; OpenSSL has two lists, which Node
 * splits by the prefix `TLS_`, and switches a version off when its list is empty. TLS 1.0 and 1.1 need OpenSSL's
 * security level 0, because their handshake is signed with SHA-1.
 */
function cipherList(tls: TlsSection): string {
  const chosen = tls.cipherSuites;
  const thirteen = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];
  const list =
    chosen.length > 0 ? [...thirteen, ...chosen.filter((suite) => !suite.startsWith("TLS_"))] : [DEFAULT_CIPHERS];
  if (tls.minVersion === "TLSv1" || tls.minVersion === "TLSv1.1") list.push("@SECLEVEL=0");
  return list.join(":");
}

function readPem(setting: string, source: PemSource): string {
  if ("text" in source) return source.text;
  try {
    return readFileSync(source.file, "utf8");
  } catch (error) {
    throw new Error(`${setting}: ${message(error)}`, { cause: error });
  }
}

function checkPair(cert: string, key: string, tls: TlsSection): void {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch (error) {
    throw new Error(`${describe("cert", tls.cert)}: no certificate in PEM form: ${message(error)}`, { cause: error });
  }
  let matches: boolean;
  try {
    matches = certificate.checkPrivateKey(createPrivateKey(key));
  } catch (error) {
    throw new Error(`${describe("key", tls.key)}: no private key in PEM form: ${message(error)}`, { cause: error });
  }
  if (!matches) throw new Error(`${describe("key", tls.key)}: does not belong to ${describe("cert", tls.cert)}`);
}

/** OpenSSL takes what is no certificate for an empty list, and then trusts nobody without a word: each one is parsed. */
function readCertificates(source: PemSource): string[] {
  const text = readPem("client_ca_file", source);
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/gu) ?? [];
  if (blocks.length === 0) throw new Error(`${describe("client_ca", source)}: no certificate in PEM form`);
  for (const block of blocks) {
    try {
      void new X509Certificate(block);
    } catch (error) {
      throw new Error(`${describe("client_ca", source)}: ${message(error)}`, { cause: error });
    }
  }
  return blocks;
}

function describe(setting: string, source: PemSource): string {
  return "file" in source ? `${setting}_file ${source.file}` : setting;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
