import { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { TlsSection } from "./web-config.ts";

/**
 * Decides whether a client may stay after its TLS handshake, by client_auth_type and client_allowed_sans.
 * Node has no form of "any certificate" or "verified if given", so the server asks for a certificate without having
 * Node reject, and this decides. A client without any certificate never passes a list of allowed names.
 *
 * @returns the reason for refusing, or undefined.
 */
export function refuseClient(tls: TlsSection, socket: TLSSocket): string | undefined {
  if (tls.clientAuth === "NoClientCert") return undefined;
  const raw = socket.getPeerCertificate().raw as Buffer | undefined;
  if (raw === undefined) {
    if (tls.clientAuth === "RequireAnyClientCert" || tls.clientAuth === "RequireAndVerifyClientCert") {
      return "no client certificate";
    }
    return tls.clientAllowedSans === undefined ? undefined : "no client certificate to look for an allowed name in";
  }
  const verify = tls.clientAuth === "VerifyClientCertIfGiven" || tls.clientAuth === "RequireAndVerifyClientCert";
  if (verify && !socket.authorized) return `client certificate not accepted: ${String(socket.authorizationError)}`;
  if (tls.clientAllowedSans === undefined) return undefined;
  const names = alternativeNames(new X509Certificate(raw));
  return names.some((name) => tls.clientAllowedSans?.includes(name)) ? undefined : "no allowed name in the certificate";
}

/**
 * The DNS, e-mail, URI and IP names of a certificate. Node gives one text, `DNS:a, IP Address:192.0.2.1`, and writes
 * a value that could be mistaken for a separator as a JSON string (CVE-2021-44532), so the text is scanned, not split.
 */
export function alternativeNames(certificate: X509Certificate): readonly string[] {
  const names: string[] = [];
  const pattern = /(DNS|email|URI|IP Address|[^:,]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/gy;
  for (const [, kind, value = ""] of (certificate.subjectAltName ?? "").matchAll(pattern)) {
    if (kind !== "DNS" && kind !== "email" && kind !== "URI" && kind !== "IP Address") continue;
    const text = value.startsWith('"') ? (JSON.parse(value) as string) : value;
    names.push(kind === "IP Address" ? canonicalAddress(text) : text);
  }
  return names;
}

/** OpenSSL prints IPv6 as eight groups without `::`; the file has the short form, as Go prints it. */
function canonicalAddress(text: string): string {
  if (!text.includes(":")) return text;
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}
