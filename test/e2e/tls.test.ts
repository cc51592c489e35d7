import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { serverDirectory } from "../servers/process.ts";
import { startPrometheus, type PrometheusProcess } from "../servers/prometheus.ts";
import { waitFor } from "../servers/wait-for.ts";

const USER = "scraper";
const PASSWORD = "correct horse";
/** bcrypt of PASSWORD. */
const PASSWORD_HASH = "$2b$10$E78kweq2tCvM37rsUQeOLekywYvvdK8I752e7Fs3lpE854tRSa6Y2";

/** A certificate authority and a server certificate for 127.0.0.1, in a new folder. */
function createCertificates(): { readonly directory: string; readonly ca: string } {
  const directory = serverDirectory("certificates");
  const openssl = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { cwd: directory, stdio: "pipe", timeout: 30_000 });
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test ca");
  openssl("req", ...newKey, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=agent");
  writeFileSync(join(directory, "san.cnf"), "subjectAltName=IP:127.0.0.1\n");
  const signer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
  openssl("x509", "-req", "-in", "server.csr", ...signer, "-out", "server.pem", "-days", "2", "-extfile", "san.cnf");
  return { directory, ca: join(directory, "ca.pem") };
}

/** Status of a GET over TLS, as a client that trusts our authority. */
function statusOf(address: string, ca: string, password?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const auth = password === undefined ? {} : { auth: `${USER}:${password}` };
    const call = request(`https://${address}/metrics`, { ca: readFileSync(ca), timeout: 5000, ...auth }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.once("error", reject);
    call.once("timeout", () => call.destroy(new Error("timed out")));
    call.end();
  });
}

describe("scrape over TLS with basic auth", () => {
  let agent: HttpServerProcess;
  let prometheus: PrometheusProcess;
  let ca: string;

  beforeAll(async () => {
    ensureBuilt();
    const certificates = createCertificates();
    ca = certificates.ca;
    const webConfig = join(certificates.directory, "web.yml");
    writeFileSync(
      webConfig,
      [
        "tls_server_config:",
        "  cert_file: server.pem",
        "  key_file: server.key",
        "basic_auth_users:",
        `  ${USER}: ${PASSWORD_HASH}`,
        "",
      ].join("\n"),
    );
    agent = await startAgent({
      flags: [`--web.config.file=${webConfig}`],
      isReady: async (address) => (await statusOf(address, ca)) === 401,
    });
    const target = [{ address: agent.address, instance: "ours" }];
    // A bcrypt check costs some hundred milliseconds on purpose, and two jobs have one to wait for.
    const slowly = { scrape_interval: "2s", scrape_timeout: "2s" };
    const settings = { ...slowly, scheme: "https", tls_config: { ca_file: ca } };
    prometheus = await startPrometheus({
      version: "current",
      jobs: [
        {
          name: "known",
          targets: target,
          settings: { ...settings, basic_auth: { username: USER, password: PASSWORD } },
        },
        {
          name: "wrong-password",
          targets: target,
          settings: { ...settings, basic_auth: { username: USER, password: "wrong" } },
        },
        { name: "no-password", targets: target, settings },
      ],
    });
    await waitFor("four scrapes of each job", { timeoutMs: 60_000 }, async () => {
      const counts = await prometheus.api.query("count_over_time(up[1m])");
      return counts.length === 3 && counts.every(({ value }) => Number(value) >= 4);
    });
  }, 500_000);

  afterAll(async () => {
    await prometheus?.stop();
    await agent?.stop();
  });

  test("a Prometheus with the authority's certificate and the password gets the page", async () => {
    expect(await prometheus.api.value('min_over_time(up{job="known"}[1m])')).toBe(1);
    expect(await prometheus.api.value('count(node_load1{job="known"})')).toBe(1);
  });

  test("a wrong or missing password gets 401, also between good ones", async () => {
    expect(await prometheus.api.value('max_over_time(up{job="wrong-password"}[1m])')).toBe(0);
    expect(await prometheus.api.value('max_over_time(up{job="no-password"}[1m])')).toBe(0);
    const refused = (await prometheus.api.targets()).filter(({ job }) => job !== "known");
    expect(refused.map(({ lastError }) => lastError)).toEqual([
      expect.stringContaining("401 Unauthorized"),
      expect.stringContaining("401 Unauthorized"),
    ]);
    expect(await statusOf(agent.address, ca, PASSWORD)).toBe(200);
    expect(await statusOf(agent.address, ca, "wrong")).toBe(401);
  });

  test("plain HTTP gets no metrics", async () => {
    const answer = await fetch(`http://${agent.address}/metrics`, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.status,
      () => "refused",
    );
    expect(answer === "refused" || answer === 400).toBe(true);
  });
});
