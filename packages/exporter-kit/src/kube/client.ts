import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { KubeCredentials } from "./credentials.ts";

/** One request to the API server. */
export interface KubeRequest {
  readonly method: "GET" | "POST";
  /** Path with query, such as `/api/v1/pods?limit=500`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Milliseconds until the request is given up, whatever it waits for; 10 s when absent. */
  readonly deadlineMs?: number;
  /** Largest answer that is taken; 1 MiB when absent. */
  readonly maxBytes?: number;
}

/** A whole answer. `body` is parsed JSON. */
export interface KubeResponse {
  readonly status: number;
  readonly body: unknown;
}

/** The one client of the API server: connections are kept and shared by everything that asks. */
export interface KubeClient {
  readonly credentials: KubeCredentials;
  /**
   * Rejects with KubeError when there was no answer, it came too late, was too large or was not JSON. Any status is an
   * answer. A refused identity (401) is tried once more with credentials read anew.
   */
  request(request: KubeRequest): Promise<KubeResponse>;
}

/** No usable answer from the API server. */
export class KubeError extends Error {
  override readonly name: string = "KubeError";
}

const DEFAULT_DEADLINE_MS = 10_000;
const DEFAULT_MAX_BYTES = 1024 * 1024;

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new KubeError(`answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Makes a client for some credentials. Nothing is sent before the first request. */
export function createKubeClient(credentials: KubeCredentials): KubeClient {
  const { server } = credentials;
  const basePath = server.pathname.replace(/\/$/, "");
  const send = server.protocol === "https:" ? httpsRequest : httpRequest;

  async function once(request: KubeRequest): Promise<KubeResponse> {
    const { method, path, deadlineMs = DEFAULT_DEADLINE_MS, maxBytes = DEFAULT_MAX_BYTES } = request;
    const signal = AbortSignal.timeout(deadlineMs);
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const what = `${method} ${path.split("?", 1)[0]}`;
    try {
      const { agent, headers } = await credentials.connect();
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const outgoing = send(
          {
            method,
            hostname: server.hostname.replace(/^\[|\]$/g, ""),
            port: server.port || (server.protocol === "https:" ? 443 : 80),
            path: basePath + path,
            agent,
            signal,
            headers: {
              ...headers,
              accept: "application/json",
              ...(body !== undefined && {
                "content-type": "application/json",
                "content-length": Buffer.byteLength(body),
              }),
            },
          },
          resolve,
        );
        outgoing.once("error", reject);
        outgoing.end(body);
      });
      const bytes = await readBody(response, maxBytes);
      const status = response.statusCode ?? 0;
      try {
        return { status, body: bytes.length === 0 ? undefined : JSON.parse(bytes.toString("utf8")) };
      } catch {
        throw new KubeError(`answer ${status} is not JSON`);
      }
    } catch (error) {
      if (signal.aborted) throw new KubeError(`${what}: no answer within ${deadlineMs / 1000} s`, { cause: error });
      throw new KubeError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  return {
    credentials,
    request: async (request) => {
      const response = await once(request);
      if (response.status !== 401) return response;
      credentials.refused();
      return once(request);
    },
  };
}
