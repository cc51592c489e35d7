import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { parseExposition, ParseError, type MetricFamily } from "@sightglass/metrics-registry";
import { UsageError } from "@sightglass/exporter-kit";
import type { ClientSettings } from "./client-settings.ts";
import { fetchPage, shownUrl } from "./fetch-page.ts";
import { TargetError } from "./target-error.ts";

/** Something that gives metrics pages. */
export type Target =
  | { readonly kind: "url"; readonly name: string; readonly url: URL }
  | { readonly kind: "file"; readonly name: string; readonly path: string };

/** A metrics page, parsed. */
export interface MetricsPage {
  readonly families: readonly MetricFamily[];
  readonly bytes: number;
  readonly format: "text" | "openmetrics";
  /** Milliseconds on a monotonic clock when it was asked for. */
  readonly atMs: number;
}

const SCHEME = /^https?:\/\//i;

/** Tells a URL from a file. A URL without a path means `/metrics`. Throws a UsageError for a URL that is none. */
export function parseTarget(text: string): Target {
  if (!SCHEME.test(text)) {
    return { kind: "file", name: text, path: text };
  }
  if (!URL.canParse(text)) {
    throw new UsageError(`${text} is no URL`);
  }
  const url = new URL(text);
  if (url.pathname === "/" && url.search === "") {
    url.pathname = "/metrics";
  }
  return { kind: "url", name: shownUrl(url), url };
}

const unzip = promisify(gunzip);
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function readBounded(path: string, maxBytes: number): Promise<Buffer> {
  // Not blocking: a FIFO without a writer would hold the command for ever otherwise.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = await file.stat();
    if (!status.isFile()) {
      throw new Error("it is no regular file");
    }
    // The size is not asked: procfs says 0, and a file may grow while it is read.
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) {
        throw new Error(`it is larger than ${maxBytes} bytes`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

async function readFilePage(path: string, maxBytes: number): Promise<Buffer> {
  try {
    const bytes = await readBounded(path, maxBytes);
    return isGzip(bytes) ? await unzip(bytes, { maxOutputLength: maxBytes }) : bytes;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = /^[\w.-]+:\d+/.test(path) ? `; a URL begins with http://` : "";
    throw new TargetError(`${path}: ${reason}${hint}`, { cause: error });
  }
}

const END_OF_OPENMETRICS = /# EOF\n?$/;

function formatOf(contentType: string | undefined, text: string): "text" | "openmetrics" {
  if (contentType !== undefined) {
    return contentType.toLowerCase().includes("application/openmetrics-text") ? "openmetrics" : "text";
  }
  return END_OF_OPENMETRICS.test(text.slice(-64)) ? "openmetrics" : "text";
}

/** Reads one page of a target. Throws a TargetError when it cannot be had or is no exposition. */
export async function readPage(target: Target, settings: ClientSettings): Promise<MetricsPage> {
  const atMs = performance.now();
  let body: Buffer;
  let contentType: string | undefined;
  if (target.kind === "url") {
    ({ body, contentType } = await fetchPage(target.url, settings));
  } else {
    body = await readFilePage(target.path, settings.maxBytes);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    const format = formatOf(contentType, text);
    const ended = format === "text" && !text.endsWith("\n") ? `${text}\n` : text;
    const families = parseExposition(ended, { format, source: target.name });
    if (families.length === 0) {
      throw new TargetError(`${target.name}: there are no metrics in it`);
    }
    return { families, bytes: body.length, format, atMs };
  } catch (error) {
    if (error instanceof ParseError || error instanceof TargetError) {
      throw new TargetError(error.message, { cause: error });
    }
    throw new TargetError(`${target.name}: invalid UTF-8`, { cause: error });
  }
}
