import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { kubeFile, startKubeApiServer, type KubeApiServer } from "../servers/kube-api-server.ts";
import { manifestsOf, NODE_EXPORTER_MANIFESTS, only, type Manifest } from "../servers/manifests.ts";
import { POD_CHECKOUT, startInPod } from "../servers/pod-layout.ts";
import { serverDirectory } from "../servers/process.ts";
import { waitFor } from "../servers/wait-for.ts";

const OVERLAYS = ["service-annotations", "service-monitor", "delegated-auth", "kube-prometheus"];
const FOLDERS = ["base", ...OVERLAYS.map((name) => `overlays/${name}`)];
const NAMESPACE = "monitoring";
const ACCOUNT_FILES = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Where the API server has the kinds: all of them are below a namespace, but for two. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  ClusterRoleBinding: "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
  ConfigMap: `/api/v1/namespaces/${NAMESPACE}/configmaps`,
  DaemonSet: `/apis/apps/v1/namespaces/${NAMESPACE}/daemonsets`,
  NetworkPolicy: `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies`,
  Service: `/api/v1/namespaces/${NAMESPACE}/services`,
  ServiceAccount: `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`,
  ServiceMonitor: `/apis/monitoring.coreos.com/v1/namespaces/${NAMESPACE}/servicemonitors`,
};

let kube: KubeApiServer;

/** Server-side apply. Unknown and repeated fields are errors. JSON is YAML. */
async function apply(
  manifest: Manifest,
  how: "try" | "do",
): Promise<{ readonly status: number; readonly text: string }> {
  const path = `${COLLECTIONS[manifest.kind]}/${manifest.metadata.name}`;
  const query = `fieldManager=test&fieldValidation=Strict${how === "try" ? "&dryRun=All" : ""}`;
  const { status, body } = await kube.request("PATCH", `${path}?${query}`, JSON.stringify(manifest));
  return { status, text: JSON.stringify(body) };
}

async function create(path: string, object: unknown): Promise<unknown> {
  const { status, body } = await kube.request("POST", path, object);
  if (status !== 201) throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

beforeAll(async () => {
  ensureBuilt();
  kube = await startKubeApiServer();
  await create("/api/v1/namespaces", { metadata: { name: NAMESPACE } });
  const definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/servicemonitors.monitoring.coreos.com";
  const text = readFileSync(kubeFile("service-monitors.yaml"), "utf8");
  expect((await kube.request("PATCH", `${definition}?fieldManager=test`, text)).status).toBe(201);
  await waitFor("ServiceMonitors to be served", { timeoutMs: 30_000 }, async () => {
    const { status } = await kube.request("GET", COLLECTIONS["ServiceMonitor"] ?? "");
    return status === 200;
  });
}, 500_000);

afterAll(async () => {
  await kube?.stop();
});

describe("the API server's word on the manifests", () => {
  test.each(FOLDERS)("%s: takes every object, without an unknown field", async (folder) => {
    const manifests = manifestsOf(join(NODE_EXPORTER_MANIFESTS, folder));
    expect(manifests.length).toBeGreaterThanOrEqual(4);
    for (const manifest of manifests) {
      expect(await apply(manifest, "try"), manifest.kind).toMatchObject({ status: 201 });
    }
  });

  test("it refuses what is misspelt, in a kind of its own and in one of the operator's", async () => {
    const manifests = manifestsOf(join(NODE_EXPORTER_MANIFESTS, "overlays/kube-prometheus"));
    const misspelt = (kind: "DaemonSet" | "ServiceMonitor"): Manifest => {
      const manifest: Manifest = only(manifests, kind);
      return { ...manifest, spec: { ...(manifest["spec"] as object), selektor: {} } };
    };
    for (const kind of ["DaemonSet", "ServiceMonitor"] as const) {
      const { status, text } = await apply(misspelt(kind), "try");
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).toContain("selektor");
    }
  });

  test("its admission takes the pod that the DaemonSet would make", async () => {
    const manifests = manifestsOf(join(NODE_EXPORTER_MANIFESTS, "base"));
    const { template } = only(manifests, "DaemonSet").spec;
    expect(await apply(only(manifests, "ServiceAccount"), "do")).toMatchObject({ status: 201 });
    const pod = { ...template, metadata: { ...template.metadata, name: "node-exporter-x" } };
    const { status, body } = await kube.request("POST", `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All`, pod);
    expect(body).toMatchObject({ spec: { priority: 2_000_000_000, serviceAccountName: "node-exporter" } });
    expect(status).toBe(201);
  });
});

/** The status of a scrape over TLS. */
function statusOf(address: string, path: string, token?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const options = { headers, rejectUnauthorized: false, signal: AbortSignal.timeout(15_000) };
    const call = request(`https://${address}${path}`, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.once("error", reject);
    call.end();
  });
}

describe("the overlay for kube-prometheus, without a proxy beside it", () => {
  let agent: HttpServerProcess;
  const tokens = new Map<string, string>();

  async function account(name: string): Promise<void> {
    const path = COLLECTIONS["ServiceAccount"] ?? "";
    if (name !== "node-exporter") await create(path, { metadata: { name } });
    const answer = await create(`${path}/${name}/token`, { spec: { expirationSeconds: 3600 } });
    tokens.set(name, (answer as { status: { token: string } }).status.token);
  }

  beforeAll(async () => {
    const manifests = manifestsOf(join(NODE_EXPORTER_MANIFESTS, "overlays/kube-prometheus"));
    for (const manifest of manifests) expect((await apply(manifest, "do")).status, manifest.kind).toBeLessThan(300);
    for (const name of ["node-exporter", "prometheus-k8s", "stranger"]) await account(name);
    // What kube-prometheus gives its Prometheus.
    const rules = [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }];
    await create(COLLECTIONS["ClusterRole"] ?? "", { metadata: { name: "prometheus-k8s" }, rules });
    await create(COLLECTIONS["ClusterRoleBinding"] ?? "", {
      metadata: { name: "prometheus-k8s" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "prometheus-k8s" },
      subjects: [{ kind: "ServiceAccount", name: "prometheus-k8s", namespace: NAMESPACE }],
    });

    // What the kubelet would mount: the ServiceAccount's files, the ConfigMap's and the Secret's.
    const folder = serverDirectory("delegated");
    const configuration = join(folder, "configuration");
    const files = join(folder, "account");
    mkdirSync(join(configuration, "tls"), { recursive: true });
    mkdirSync(files);
    writeFileSync(join(files, "token"), tokens.get("node-exporter") ?? "");
    writeFileSync(join(files, "ca.crt"), kube.ca);
    writeFileSync(join(files, "namespace"), NAMESPACE);
    const config = manifests.find(({ kind }) => kind === "ConfigMap")?.["data"] as Record<string, string>;
    writeFileSync(join(configuration, "web.yaml"), config["web.yaml"] ?? "");
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "tls.key"];
    execFileSync("openssl", ["req", "-x509", ...key, "-out", "tls.crt", "-days", "2", "-subj", "/CN=node-exporter"], {
      cwd: join(configuration, "tls"),
      stdio: "pipe",
      timeout: 30_000,
    });
    for (const path of [folder, join(configuration, "tls", "tls.key")])
      chmodSync(path, path === folder ? 0o755 : 0o644);

    const [container] = only(manifests, "DaemonSet").spec.template.spec.containers;
    const [host, port] = kube.address.split(":") as [string, string];
    agent = await startInPod({
      name: "delegated",
      command: `${POD_CHECKOUT}/packages/node-exporter/bin/node-exporter.js`,
      argsFor: (address) => [
        `--web.listen-address=${address}`,
        ...(container?.args ?? []).filter((argument) => !argument.startsWith("--web.listen-address=")),
      ],
      mounts: { "/etc/sightglass": configuration, [ACCOUNT_FILES]: files },
      env: { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port },
      readyPath: "/-/ready",
      isReady: async (address) => (await statusOf(address, "/-/ready")) === 200,
    });
  }, 120_000);

  afterAll(async () => {
    await agent?.stop();
  });

  test("200 for the account that may read /metrics, several times over", async () => {
    for (let times = 0; times < 3; times += 1) {
      expect(await statusOf(agent.address, "/metrics", tokens.get("prometheus-k8s"))).toBe(200);
    }
  });

  test("403 for another account, and for the allowed one elsewhere", async () => {
    expect(await statusOf(agent.address, "/metrics", tokens.get("stranger"))).toBe(403);
    expect(await statusOf(agent.address, "/-/config", tokens.get("prometheus-k8s"))).toBe(403);
    // Asking for reviews gives no right to read.
    expect(await statusOf(agent.address, "/metrics", tokens.get("node-exporter"))).toBe(403);
  });

  test("401 without a token and with one that the API server does not know", async () => {
    expect(await statusOf(agent.address, "/metrics")).toBe(401);
    expect(await statusOf(agent.address, "/metrics", "no-such-token")).toBe(401);
    const forged = (tokens.get("prometheus-k8s") ?? "").replace(/.{8}$/, "AAAAAAAA");
    expect(await statusOf(agent.address, "/metrics", forged)).toBe(401);
  });

  test("the kubelet's probes need no token", async () => {
    expect(await statusOf(agent.address, "/-/healthy")).toBe(200);
    expect(await statusOf(agent.address, "/-/ready")).toBe(200);
  });
});
