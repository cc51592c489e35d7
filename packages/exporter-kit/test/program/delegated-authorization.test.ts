import { EventEmitter, once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runProgram } from "../../src/program/run.ts";
import { startApiServer, type Answer, type ReviewRequest } from "../kube/api-server.ts";
import { fixtureProgram } from "./fixture-program.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "delegated-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Knows one token, whose user may GET /metrics and nothing else. */
function verdict({ body }: ReviewRequest): Answer {
  const spec = body?.spec ?? {};
  const status =
    body?.kind === "TokenReview"
      ? { authenticated: spec["token"] === "good", user: { username: "prometheus" } }
      : { allowed: (spec["nonResourceAttributes"] as { readonly path: string }).path === "/metrics" };
  return { status: 201, body: { status } };
}

function writeKubeconfig(server: URL): string {
  const path = join(folder, "kubeconfig");
  const ca = readFileSync(join(import.meta.dirname, "../web/fixtures/ca.pem")).toString("base64");
  writeFileSync(
    path,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "test",
      clusters: [{ name: "test", cluster: { server: server.origin, "certificate-authority-data": ca } }],
      users: [{ name: "agent", user: { token: "agent" } }],
      contexts: [{ name: "test", context: { cluster: "test", user: "agent" } }],
    }),
  );
  return path;
}

it("lets the API server decide who may read, and leaves the probes open", async () => {
  const api = await startApiServer(verdict);
  const started = new EventEmitter();
  const signals = new EventEmitter();
  let stderr = "";
  const up = once(started, "up");
  const ended = runProgram(
    fixtureProgram,
    ["--web.auth.delegated", `--web.auth.kubeconfig=${writeKubeconfig(api.url)}`],
    {
      env: {},
      stdout: () => {},
      stderr: (text) => void (stderr += text),
      signals,
      onListening: (addresses) => started.emit("up", addresses[0]),
    },
  );
  const [address] = (await Promise.race([
    up,
    ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${stderr}`))),
  ])) as [string];
  const status = async (path: string, token?: string): Promise<number> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`http://${address}${path}`, { headers });
    await response.arrayBuffer();
    return response.status;
  };
  expect([await status("/metrics"), await status("/")]).toEqual([401, 401]);
  expect(await status("/metrics", "bad")).toBe(401);
  expect(await status("/metrics", "good")).toBe(200);
  expect(await status("/", "good")).toBe(403);
  expect([await status("/-/healthy"), await status("/-/ready")]).toEqual([200, 200]);
  expect(api.requests.every(({ authorization }) => authorization === "Bearer agent")).toBe(true);
  signals.emit("SIGTERM", "SIGTERM");
  expect(await ended).toBe(0);
  await api.close();
}, 30_000);

it("does not start without credentials", async () => {
  let stderr = "";
  const code = await runProgram(
    fixtureProgram,
    ["--web.auth.delegated", `--web.auth.kubeconfig=${join(folder, "missing")}`],
    { env: {}, stdout: () => {}, stderr: (text) => void (stderr += text), signals: new EventEmitter() },
  );
  expect(code).toBe(1);
  expect(stderr).toContain("test_exporter cannot run");
  expect(stderr).toContain("missing");
}, 30_000);
