import type { IncomingMessage, RequestOptions } from "node:http";
import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { decodeText } from "../decode-text.ts";

/** Asks supervisord for all processes; gives the text of its answer. */
export type SupervisordCall = (signal: AbortSignal) => Promise<string>;

const BODY =
  '<?xml version="1.0"?><methodCall><methodName>supervisor.getAllProcessInfo</methodName><params></params></methodCall>';
/** Time for one call: upstream's. A scrape's deadline may be shorter. */
const TIMEOUT_MS = 10_000;
/** A process takes about 1.5 kB. */
const MAX_BYTES = 8 * 1024 * 1024;
const PATH = "/RPC2";

/** Where to send the request: an http or https URL, or `unix:///path/to/supervisor.sock`. */
function requestOptions(url: URL): RequestOptions {
  const { username, password } = url;
  const auth = username === "" ? undefined : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const common: RequestOptions = {
    method: "POST",
    agent: false,
    headers: { "content-type": "text/xml", "content-length": Buffer.byteLength(BODY), connection: "close" },
    ...(auth !== undefined && { auth }),
  };
  if (url.protocol === "unix:") return { ...common, socketPath: decodeURIComponent(url.pathname), path: PATH };
  // A URL writes an IPv6 address in brackets, a socket does not.
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return { ...common, host, ...(url.port !== "" && { port: url.port }), path: `${url.pathname}${url.search}` };
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new Error(`the answer is longer than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  if (!response.complete) throw new Error("the answer was cut off");
  return decodeText(Buffer.concat(chunks));
}

function checkStatus({ statusCode = 0, statusMessage = "" }: IncomingMessage): void {
  if (statusCode >= 200 && statusCode < 300) return;
  const message = `unable to call supervisord: HTTP status ${statusCode} ${statusMessage.slice(0, 100)}`;
  if (statusCode === 401 || statusCode === 403) throw new DeniedError(`${message}; the URL may hold user and password`);
  throw new Error(message);
}

function readableError(error: unknown, isUnix: boolean): unknown {
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (error instanceof DeniedError || name === "AbortError" || name === "TimeoutError") return error;
  const text = message.startsWith("unable to call") ? message : `unable to call supervisord: ${message}`;
  if (isUnix && code === "ENOENT") return new NoDataError(text);
  if (isUnix && (code === "EACCES" || code === "EPERM")) return new DeniedError(text);
  return new Error(text, { cause: error });
}

/** Makes the call for a URL. Throws when it is no URL, or one of another kind. */
export function createSupervisordCall(address: string): SupervisordCall {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !["http:", "https:", "unix:"].includes(url.protocol)) {
    throw new Error(`--collector.supervisord.url must be an http, https or unix URL, not ${JSON.stringify(address)}`);
  }
  const options = requestOptions(url);
  return async (scrape) => {
    // https brings its own agent and caches, which most never need.
    const { request } = url.protocol === "https:" ? await import("node:https") : await import("node:http");
    const signal = AbortSignal.any([scrape, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const call = request({ ...options, signal }, resolve);
        call.once("error", reject);
        call.end(BODY);
      });
      try {
        checkStatus(response);
        return await readBody(response);
      } finally {
        response.destroy();
      }
    } catch (error) {
      // Node's own AbortError hides which of the two ended it.
      signal.throwIfAborted();
      throw readableError(error, url.protocol === "unix:");
    }
  };
}
