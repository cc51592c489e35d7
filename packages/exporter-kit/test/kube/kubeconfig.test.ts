import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKubeClient, kubeconfigCredentials, loadKubeCredentials } from "../../src/kube/index.ts";
import { podEnv, startApiServer } from "./api-server.ts";

const fixture = (name: string): string => join(import.meta.dirname, "../web/fixtures", name);
const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
let server: Awaited<ReturnType<typeof startApiServer>>;
let path: string;

function kubeconfig(user: string): string {
  const ca = readFileSync(fixture("ca.pem")).toString("base64");
  return `apiVersion: v1
kind: Config
current-context: test
clusters: [{name: test, cluster: {server: "${server.url.origin}", certificate-authority-data: ${ca}}}]
contexts:
  - {name: test, context: {cluster: test, user: test, namespace: shop}}
  - {name: other, context: {cluster: test, user: exec}}
users:
  - {name: test, user: ${user}}
  - name: exec
    user:
      exec: {apiVersion: client.authentication.k8s.io/v1, command: ${process.execPath}, args: ["${join(folder, "plugin.cjs")}"], interactiveMode: Never}
`;
}

beforeAll(async () => {
  server = await startApiServer(() => ({ status: 200, body: { ok: true } }));
  path = join(folder, "config");
  writeFileSync(path, kubeconfig("{token: from-config}"));
  writeFileSync(
    join(folder, "plugin.cjs"),
    `console.log(JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status: { token: "from-plugin" } }));`,
  );
});
afterAll(() => server.close());

test("token, namespace and server of the current context", async () => {
  const credentials = await kubeconfigCredentials({ path });
  expect(credentials.namespace).toBe("shop");
  expect(credentials.server.origin).toBe(server.url.origin);
  server.requests.length = 0;
  const client = createKubeClient(credentials);
  expect(await client.request({ method: "GET", path: "/version" })).toEqual({ status: 200, body: { ok: true } });
  expect(server.requests[0]?.authorization).toBe("Bearer from-config");
  const first = await credentials.connect();
  credentials.refused();
  expect((await credentials.connect()).agent).toBe(first.agent);
});

test("an exec plug-in gives the token", async () => {
  const client = createKubeClient(await kubeconfigCredentials({ path, context: "other" }));
  server.requests.length = 0;
  expect((await client.request({ method: "GET", path: "/version" })).status).toBe(200);
  expect(server.requests[0]?.authorization).toBe("Bearer from-plugin");
});

test("an unknown context is named together with the known ones", async () => {
  await expect(kubeconfigCredentials({ path, context: "prod" })).rejects.toThrow(
    'kubeconfig has no context "prod"; it has: test, other',
  );
});

test("a named kubeconfig wins over the pod's ServiceAccount", async () => {
  const credentials = await loadKubeCredentials({ path, env: podEnv(new URL("https://10.0.0.1:6443")) });
  expect(credentials.server.origin).toBe(server.url.origin);
});
