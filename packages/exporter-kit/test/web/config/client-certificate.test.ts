import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { alternativeNames } from "../../../src/web/config/client-certificate.ts";
import { fixtureText } from "../web-harness.ts";

function withNames(subjectAltName: string | undefined): X509Certificate {
  return { subjectAltName } as X509Certificate;
}

describe("alternativeNames", () => {
  it("reads a real certificate", () => {
    expect(alternativeNames(new X509Certificate(fixtureText("client.pem")))).toEqual([
      "client.example.test",
      "192.0.2.7",
      "scraper@example.test",
      "spiffe://example.test/scraper",
    ]);
    expect(alternativeNames(new X509Certificate(fixtureText("server.pem")))).toEqual(["localhost", "127.0.0.1", "::1"]);
  });

  it("is not led astray by a value that looks like several", () => {
    expect(alternativeNames(withNames('DNS:"a, DNS:admin.example.test", URI:"b\\"c"'))).toEqual([
      "a, DNS:admin.example.test",
      'b"c',
    ]);
  });

  it("leaves out names of other kinds, and a certificate without any", () => {
    expect(alternativeNames(withNames("DirName:CN = x, DNS:a"))).toEqual(["a"]);
    expect(alternativeNames(withNames("othername:<unsupported>, email:a@b"))).toEqual(["a@b"]);
    expect(alternativeNames(withNames(undefined))).toEqual([]);
  });

  it("prints IPv6 addresses in the short form", () => {
    expect(alternativeNames(withNames("IP Address:2001:DB8:0:0:0:0:0:1"))).toEqual(["2001:db8::1"]);
  });
});
