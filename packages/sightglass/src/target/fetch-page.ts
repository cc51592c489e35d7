import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { createGunzip } from "node:zlib";
import type { ClientSettings } from "./client-settings.ts";
import { TargetError } from "./target-error.ts";

/** An answer with status 200. */
export interface FetchedPage {
  readonly body: Buffer;
  readonly contentType: string;
}

const MAX_REDIRECTS = 5;

const ACCEPT: Readonly<Record<string, string>> = {
  text: "text/plain;version=0.0.4;q=1,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1",
  openmetrics: "application/openmetrics-text;version=1.0.0;q=1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
  json: "application/json",
};

/** A URL as it may be shown: without the password that it may hold. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  return shown.href;
}

function authorizationFor(url: URL, settings: ClientSettings): string | undefined {
  if (url.username === "" && url.password === "") {
    return settings.authorization;
  }
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

interface Asked {
  readonly url: URL;
  /** What only the first server is told: authorization and the user's headers. */
  readonly confidential: Readonly<Record<string, string>>;
  readonly accept: string;
  readonly signal: AbortSignal;
  readonly settings: ClientSettings;
}

function ask({ url, confidential, accept, signal, settings }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = {
      accept,
      "accept-encoding": "gzip",
      "user-agent": "sightglass",
      "x-prometheus-scrape-timeout-seconds": String(settings.timeoutMs / 1000),
      ...confidential,
    };
    const options = { headers, signal, agent: false, ...(url.protocol === "https:" ? settings.tls : {}) } as const;
    const bare = new URL(url);
    bare.username = "";
    bare.password = "";
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(bare, options, resolve);
    request.once("error", reject);
    request.end();
  });
}

/** Reads a body, unpacked, up to the limit. */
async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const coding = response.headers["content-encoding"];
  if (coding !== undefined && coding !== "gzip" && coding !== "identity") {
    throw new TargetError(`the answer has the content coding ${coding}, which was not asked for`);
  }
  const unpacked = coding === "gzip" ? response.pipe(createGunzip()) : response;
  // A pipe passes no errors on: an answer that breaks off has to end the unpacking too.
  response.once("error", (error) => unpacked.destroy(error));
  response.once("aborted", () => unpacked.destroy(new TargetError("the answer broke off")));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw new TargetError(`the page is larger than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function follow(first: URL, accept: string, signal: AbortSignal, settings: ClientSettings): Promise<FetchedPage> {
  // Those of the URL that the user gave, since where a server leads to seldom repeats them.
  const authorization = authorizationFor(first, settings);
  let url = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const isFirst = url.origin === first.origin;
    const confidential = isFirst
      ? { ...Object.fromEntries(settings.headers), ...(authorization !== undefined && { authorization }) }
      : {};
    const response = await ask({ url, confidential, accept, signal, settings });
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.resume();
      const next = new URL(headers.location, url);
      if (next.protocol !== "http:" && next.protocol !== "https:") {
        throw new TargetError(`it leads to ${next.protocol}, which is not followed`);
      }
      if (url.protocol === "https:" && next.protocol === "http:") {
        throw new TargetError("it leads from https to http, which is not followed");
      }
      url = next;
      continue;
    }
    if (statusCode !== 200) {
      response.resume();
      throw new TargetError(`it answers with status ${statusCode}`);
    }
    return { body: await readBody(response, settings.maxBytes), contentType: headers["content-type"] ?? "" };
  }
  throw new TargetError(`it leads elsewhere more than ${MAX_REDIRECTS} times`);
}

/**
 * Asks for a page: follows up to five redirects, unpacks gzip, and gives up at the settings' limits. Credentials go to the
 * origin of the URL only.
 *
 * @param kind `json`, or the exposition format to ask for first.
 * @throws TargetError naming the URL, without credentials, and the fault.
 */
export async function fetchPage(url: URL, settings: ClientSettings, kind = settings.accept): Promise<FetchedPage> {
  const signal = AbortSignal.timeout(settings.timeoutMs);
  try {
    return await follow(url, ACCEPT[kind] ?? "*/*", signal, settings);
  } catch (error) {
    const reason = signal.aborted
      ? `no whole answer within ${settings.timeoutMs / 1000} s`
      : error instanceof Error
        ? error.message
        : String(error);
    throw new TargetError(`${shownUrl(url)}: ${reason}`, { cause: error });
  }
}
