import { createServer } from "node:net";
import { startProcess, type ProcessSpec, type RunningProcess } from "./process.ts";
import { waitFor } from "./wait-for.ts";

/** A started program that serves HTTP on loopback. */
export interface HttpServerProcess extends RunningProcess {
  /** `127.0.0.1:port`. */
  readonly address: string;
  readonly url: string;
}

const READY_TIMEOUT_MS = 30_000;
const PORT_ATTEMPTS = 3;

/** A port of 127.0.0.1 that nothing listens on. Another process may take it first: who starts a server tries again. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/**
 * Starts a program on a free port and waits until `readyPath` answers 200. An exit before that counts as a lost race
 * for the port and is tried again with another one; the Error of the last try shows the program's log.
 */
export async function startHttpServer(
  specFor: (address: string) => ProcessSpec,
  ready: { readonly path: string; readonly isReady?: (address: string) => Promise<boolean> },
): Promise<HttpServerProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const address = `127.0.0.1:${await freePort()}`;
    const url = `http://${address}`;
    const spec = specFor(address);
    const started = startProcess(spec);
    const answers =
      ready.isReady ??
      (async () => (await fetch(`${url}${ready.path}`, { signal: AbortSignal.timeout(5000) })).status === 200);
    try {
      await waitFor(`${spec.name} on ${address}`, { timeoutMs: READY_TIMEOUT_MS, intervalMs: 50 }, async () =>
        started.isRunning() ? answers(address) : true,
      );
    } catch (error) {
      await started.stop();
      throw new Error(`${spec.name} did not get ready; its log:\n${started.log()}`, { cause: error });
    }
    if (started.isRunning()) {
      return { ...started, address, url };
    }
    if (attempt === PORT_ATTEMPTS) {
      throw new Error(`${spec.name} ended with ${await started.stop()} at start; its log:\n${started.log()}`);
    }
  }
}
