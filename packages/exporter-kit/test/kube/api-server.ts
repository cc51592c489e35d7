import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";

const fixture = (name: string): string => join(import.meta.dirname, "../web/fixtures", name);

/** What was asked of the server. */
export interface ReviewRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly kind?: string; readonly spec?: Readonly<Record<string, unknown>> } | undefined;
}

/** How a request is answered: status and body, or `hang`, or raw text. */
export type Answer = { readonly status: number; readonly body: unknown } | "hang" | { readonly raw: string };

/**
 * Stands in for an API server where a test needs faults and exact counts: an HTTPS server of the test CA that records
 * requests. Real verdicts are tested against a real kube-apiserver.
 */
export async function startApiServer(answer: (request: ReviewRequest) => Answer): Promise<{
  readonly url: URL;
  readonly requests: ReviewRequest[];
  /** Cuts every connection, those whose request still hangs among them. */
  readonly dropConnections: () => void;
  readonly close: () => Promise<void>;
}> {
  const requests: ReviewRequest[] = [];
  const server: Server = createServer(
    { cert: readFileSync(fixture("server.pem")), key: readFileSync(fixture("server.key")) },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const asked: ReviewRequest = {
          path: request.url ?? "",
          authorization: request.headers.authorization,
          body: text === "" ? undefined : (JSON.parse(text) as ReviewRequest["body"]),
        };
        requests.push(asked);
        const given = answer(asked);
        if (given === "hang") return;
        if ("raw" in given) response.end(given.raw);
        else {
          response.writeHead(given.status, { "content-type": "application/json" });
          response.end(JSON.stringify(given.body));
        }
      });
    },
  );
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`https://127.0.0.1:${port}`),
    requests,
    dropConnections: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A folder as the kubelet mounts it, with the test CA; the token can be written anew. */
export function serviceAccountDirectory(token: string): { readonly path: string; writeToken(token: string): void } {
  const path = mkdtempSync(join(tmpdir(), "service-account-"));
  writeFileSync(join(path, "ca.crt"), readFileSync(fixture("ca.pem")));
  writeFileSync(join(path, "namespace"), "monitoring\n");
  writeFileSync(join(path, "token"), token);
  return { path, writeToken: (next) => writeFileSync(join(path, "token"), next) };
}

/** Environment of a pod whose API server is at a URL. */
export const podEnv = (url: URL): Record<string, string> => ({
  KUBERNETES_SERVICE_HOST: url.hostname,
  KUBERNETES_SERVICE_PORT: url.port,
});
