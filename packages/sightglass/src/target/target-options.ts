import type { OptionSpecs } from "@sightglass/metrics-registry";

const positive = (milliseconds: number): string | undefined =>
  milliseconds <= 0 ? "it must be greater than zero" : undefined;

/** `Name: value` with a name that HTTP allows and a value on one line. */
const HEADER = /^[!#$%&'*+.^_`|~\w-]+:[^\r\n]*$/;

const checkHeaders = (headers: readonly string[]): string | undefined =>
  headers.every((header) => HEADER.test(header)) ? undefined : 'it must be "Name: value"';

/**
 * How URLs are asked. The flags begin with `prefix`, such as `http`; with `hidden` they are left out of help, as those of
 * one side of two are.
 */
export function targetOptions(prefix: string, hidden = false) {
  const text = (name: string, placeholder: string, help: string) =>
    ({ flag: `${prefix}.${name}`, type: "string", default: "", placeholder, help, hidden }) as const;
  return {
    username: text("username", "NAME", "User for basic authentication."),
    passwordFile: text("password-file", "PATH", "File with the password for basic authentication."),
    bearerTokenFile: text("bearer-token-file", "PATH", "File with a bearer token."),
    headers: {
      flag: `${prefix}.header`,
      type: "strings",
      default: [],
      placeholder: "'NAME: VALUE'",
      check: checkHeaders,
      help: "Header to send. May be repeated.",
      hidden,
    },
    caFile: text("ca-file", "PATH", "Certificates of the authorities that a server's certificate may come from."),
    certFile: text("cert-file", "PATH", "Client certificate."),
    keyFile: text("key-file", "PATH", "Key of the client certificate."),
    serverName: text("server-name", "NAME", "Name that the server's certificate must have, in place of the URL's."),
    insecure: {
      flag: `${prefix}.insecure-skip-verify`,
      type: "boolean",
      default: false,
      help: "Take any certificate.",
      hidden,
    },
    timeoutMs: {
      flag: `${prefix}.timeout`,
      type: "duration",
      default: "10s",
      check: positive,
      help: "How long one page may take.",
      hidden,
    },
    maxBytes: {
      flag: `${prefix}.max-bytes`,
      type: "integer",
      default: 67_108_864,
      min: 1,
      max: 1_073_741_824,
      help: "Largest page, uncompressed, of a URL or a file.",
      hidden,
    },
    accept: {
      flag: `${prefix}.accept`,
      type: "choice",
      default: "text",
      choices: ["text", "openmetrics"],
      help: "Format that is asked for first; the answer may have either.",
      hidden,
    },
  } as const satisfies OptionSpecs;
}

/** The options of URLs that are asked in one way. */
export const HTTP_OPTIONS = targetOptions("http");
