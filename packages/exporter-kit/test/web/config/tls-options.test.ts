import { describe, expect, it } from "vitest";
import { readTlsOptions, tlsFiles } from "../../../src/web/config/tls-options.ts";
import type { TlsSection } from "../../../src/web/config/web-config.ts";
import { cipherSuites, curves } from "../../../src/web/config/tls-names.ts";
import { fixture, fixtureText } from "../web-harness.ts";

const section: TlsSection = {
  cert: { file: fixture("server.pem") },
  key: { file: fixture("server.key") },
  clientCa: undefined,
  clientAuth: "NoClientCert",
  clientAllowedSans: undefined,
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.3",
  cipherSuites: [],
  curves: [],
  preferServerCipherSuites: true,
};

describe("readTlsOptions", () => {
  it("takes every cipher suite and curve of the format", () => {
    const all = { ...section, cipherSuites: [...cipherSuites.values()], curves: [...curves.values()] };
    expect(readTlsOptions(all).ciphers?.split(":")).toHaveLength(cipherSuites.size);
  });

  it.each([...cipherSuites.values()].filter((suite) => !suite.startsWith("TLS_")))("OpenSSL knows %s", (suite) => {
    const { ciphers } = readTlsOptions({ ...section, cipherSuites: [suite] });
    expect(ciphers).toContain(suite);
  });

  it.each([
    [{ cert: { file: fixture("none.pem") } }, /cert_file: ENOENT/u],
    [{ key: { file: fixture("none.key") } }, /key_file: ENOENT/u],
    [{ cert: { text: "junk" } }, /^cert: no certificate in PEM form/u],
    [{ key: { text: "junk" } }, /^key: no private key in PEM form/u],
    [{ key: { file: fixture("server-2.key") } }, /server-2\.key: does not belong to cert_file .*server\.pem$/u],
    [{ clientCa: { text: "junk" } }, /^client_ca: no certificate in PEM form/u],
    [{ clientCa: { text: fixtureText("ca.pem").replace("MII", "XXX") } }, /^client_ca: /u],
    [{ clientCa: { file: fixture("none.pem") } }, /client_ca_file: ENOENT/u],
  ])("names what it cannot use: %j", (change, message) => {
    expect(() => readTlsOptions({ ...section, ...change })).toThrow(message);
  });

  it("lists the files to watch", () => {
    expect(tlsFiles({ ...section, cert: { text: "x" }, clientCa: { file: "/ca" } })).toEqual([
      fixture("server.key"),
      "/ca",
    ]);
  });
});
