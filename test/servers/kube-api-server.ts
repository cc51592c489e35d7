import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import { freePort, startHttpServer, type HttpServerProcess } from "./http-server.ts";
import { PEERS } from "./paths.ts";
import { serverDirectory } from "./process.ts";

/** An answer of the API server. */
export interface KubeAnswer {
  readonly status: number;
  /** Parsed JSON. */
  readonly body: unknown;
}

/** A real kube-apiserver with an etcd behind it, on loopback. There is no controller, scheduler or kubelet. */
export interface KubeApiServer {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Certificate of its authority. */
  readonly ca: string;
  readonly caPath: string;
  /** Asks as the administrator. A text is sent as YAML to be applied, anything else as JSON. */
  request(method: string, path: string, body?: unknown): Promise<KubeAnswer>;
  stop(): Promise<void>;
}

const ADMIN_TOKEN = "administrator-of-the-test";
const REQUEST_MS = 20_000;
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Path of an installed file of the control plane; throws an Error that names the installer when it is missing. */
export function kubeFile(name: string): string {
  const path = join(PEERS, "kube", name);
  if (!existsSync(path)) throw new Error(`${path} is missing: run test/servers/install.sh first`);
  return path;
}

/** An authority, a serving certificate, the keys of ServiceAccount tokens and the administrator's token. */
function createIdentities(folder: string): void {
  const openssl = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe", timeout: 30_000 });
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=test-ca");
  openssl("req", ...newKey, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=kube-apiserver");
  writeFileSync(join(folder, "san.cnf"), "subjectAltName=IP:127.0.0.1,DNS:kubernetes.default.svc\n");
  const signer = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"];
  openssl("x509", "-req", "-in", "server.csr", ...signer, "-out", "server.crt", "-days", "2", "-extfile", "san.cnf");
  openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "accounts.key");
  openssl("ec", "-in", "accounts.key", "-pubout", "-out", "accounts.pub");
  writeFileSync(join(folder, "tokens.csv"), `${ADMIN_TOKEN},administrator,1,"system:masters"\n`, { mode: 0o600 });
}

function ask(
  address: string,
  ca: string,
  call: { readonly method: string; readonly path: string; readonly body?: unknown },
): Promise<KubeAnswer> {
  const text = typeof call.body === "string" || call.body === undefined ? call.body : JSON.stringify(call.body);
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(
      `https://${address}${call.path}`,
      {
        method: call.method,
        ca,
        signal: AbortSignal.timeout(REQUEST_MS),
        headers: {
          authorization: `Bearer ${ADMIN_TOKEN}`,
          accept: "application/json",
          "content-type": typeof call.body === "string" ? "application/apply-patch+yaml" : "application/json",
        },
      },
      (response) => {
        let answer = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          answer += chunk;
          if (answer.length > MAX_BODY_BYTES) response.destroy(new Error("the answer is too large"));
        });
        response.once("error", reject);
        response.once("end", () => {
          const isJson = response.headers["content-type"]?.includes("json") === true;
          resolve({ status: response.statusCode ?? 0, body: isJson ? (JSON.parse(answer) as unknown) : answer });
        });
      },
    );
    outgoing.once("error", reject);
    outgoing.end(text);
  });
}

async function startEtcd(folder: string): Promise<HttpServerProcess> {
  const peer = `http://127.0.0.1:${await freePort()}`;
  return startHttpServer(
    (address) => ({
      name: "etcd",
      command: kubeFile("etcd"),
      args: [
        "--name=test",
        `--data-dir=${join(folder, "etcd")}`,
        "--log-level=warn",
        "--unsafe-no-fsync",
        `--listen-client-urls=http://${address}`,
        `--advertise-client-urls=http://${address}`,
        `--listen-peer-urls=${peer}`,
        `--initial-advertise-peer-urls=${peer}`,
        `--initial-cluster=test=${peer}`,
      ],
    }),
    { path: "/health" },
  );
}

/** Starts the API server and waits until it says that it is ready. */
export async function startKubeApiServer(): Promise<KubeApiServer> {
  const folder = serverDirectory("kube");
  createIdentities(folder);
  const file = (name: string): string => join(folder, name);
  const ca = readFileSync(file("ca.crt"), "utf8");
  const etcd = await startEtcd(folder);
  let apiServer: HttpServerProcess;
  try {
    apiServer = await startHttpServer(
      (address) => ({
        name: "kube-apiserver",
        command: kubeFile("kube-apiserver"),
        args: [
          `--etcd-servers=${etcd.url}`,
          "--bind-address=127.0.0.1",
          `--secure-port=${address.split(":")[1]}`,
          "--advertise-address=127.0.0.1",
          "--endpoint-reconciler-type=none",
          `--tls-cert-file=${file("server.crt")}`,
          `--tls-private-key-file=${file("server.key")}`,
          `--client-ca-file=${file("ca.crt")}`,
          `--token-auth-file=${file("tokens.csv")}`,
          "--authorization-mode=Node,RBAC",
          "--allow-privileged=true",
          "--service-account-issuer=https://kubernetes.default.svc",
          `--service-account-key-file=${file("accounts.pub")}`,
          `--service-account-signing-key-file=${file("accounts.key")}`,
          "--service-cluster-ip-range=10.0.0.0/16",
        ],
      }),
      {
        path: "/readyz",
        isReady: async (address) => (await ask(address, ca, { method: "GET", path: "/readyz" })).status === 200,
      },
    );
  } catch (error) {
    await etcd.stop();
    throw error;
  }
  return {
    address: apiServer.address,
    ca,
    caPath: file("ca.crt"),
    request: (method, path, body) => ask(apiServer.address, ca, { method, path, body }),
    async stop() {
      await apiServer.stop();
      await etcd.stop();
    },
  };
}
