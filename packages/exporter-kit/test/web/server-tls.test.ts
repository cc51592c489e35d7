import { copyFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { Harness, fixture, fixtureText, send, until } from "./web-harness.ts";

const harness = new Harness();
afterEach(() => harness.clean());

const ca = fixtureText("ca.pem");
const client = { cert: fixtureText("client.pem"), key: fixtureText("client.key") };
const stranger = { cert: fixtureText("stranger.pem"), key: fixtureText("stranger.key") };

function tlsConfig(extra = "", server = "server"): string {
  return `tls_server_config:\n  cert_file: ${fixture(`${server}.pem`)}\n  key_file: ${fixture(`${server}.key`)}\n${extra}`;
}

/** The subject's common name of the certificate that a new handshake shows. */
function servedName(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: Number(address.split(":").at(-1)), ca }, () => {
      const name = String(socket.getPeerCertificate().subject.CN);
      socket.destroy();
      resolve(name);
    });
    socket.on("error", reject);
  });
}

describe("TLS", () => {
  it("serves HTTP/1.1 with the configured certificate and logs TLS per address", async () => {
    const server = await harness.start({ webConfigFile: harness.config(tlsConfig()) });
    const address = server.addresses[0]!;
    expect(await send(address, { ca })).toMatchObject({ status: 200, text: "ok" });
    expect(await servedName(address)).toBe("first server");
    expect(harness.log.lines).toContainEqual({ level: "info", message: "listening", fields: { address, tls: true } });
    await expect(send(address)).rejects.toThrow();
  });

  it("takes certificate and key inline", async () => {
    const indent = (name: string): string => fixtureText(name).replaceAll(/^/gm, "    ");
    const config = `tls_server_config:\n  cert: |\n${indent("server.pem")}\n  key: |\n${indent("server.key")}\n`;
    const server = await harness.start({ webConfigFile: harness.config(config) });
    expect((await send(server.addresses[0]!, { ca })).text).toBe("ok");
  });

  it("resolves relative paths against the file's folder", async () => {
    const file = harness.config("tls_server_config:\n  cert_file: a.pem\n  key_file: a.key\n");
    copyFileSync(fixture("server.pem"), join(file, "..", "a.pem"));
    copyFileSync(fixture("server.key"), join(file, "..", "a.key"));
    const server = await harness.start({ webConfigFile: file });
    expect((await send(server.addresses[0]!, { ca })).text).toBe("ok");
  });

  it("takes a renewed certificate by itself, without dropping a connection", async () => {
    const file = harness.config("tls_server_config:\n  cert_file: a.pem\n  key_file: a.key\n");
    const folder = join(file, "..");
    const install = (name: string): void => {
      for (const ending of ["pem", "key"]) {
        copyFileSync(fixture(`${name}.${ending}`), join(folder, `new.${ending}`));
        renameSync(join(folder, `new.${ending}`), join(folder, `a.${ending}`));
      }
    };
    install("server");
    const reloads: boolean[] = [];
    const server = await harness.start({ webConfigFile: file, onReload: (ok) => reloads.push(ok) });
    const address = server.addresses[0]!;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    const keep = async (): Promise<void> => {
      const answer = await send(address, { ca, agent });
      expect(answer.text).toBe("ok");
      ports.add(Object.values(agent.freeSockets)[0]?.[0]?.localPort);
    };
    await keep();
    await until(() => agent.freeSockets !== undefined && Object.keys(agent.freeSockets).length === 1);
    install("server-2");
    await until(async () => (await servedName(address)) === "second server");
    await keep();
    expect(ports.size).toBe(1);
    expect(reloads).toContain(true);
    agent.destroy();
  });

  it("keeps the old configuration while the file is broken, and says so once", async () => {
    const file = harness.config(tlsConfig());
    const reloads: boolean[] = [];
    const server = await harness.start({ webConfigFile: file, onReload: (ok) => reloads.push(ok) });
    const address = server.addresses[0]!;
    writeFileSync(file, `${tlsConfig()}junk: 1\n`);
    await expect(server.reload()).rejects.toThrow(`${file}:4: junk: unknown key`);
    expect(await servedName(address)).toBe("first server");
    expect((await send(address, { ca })).status).toBe(200);
    expect(reloads).toEqual([false]);
    expect(harness.log.lines.filter((line) => line.level === "error")).toHaveLength(1);
    writeFileSync(file, tlsConfig("", "server-2"));
    await server.reload();
    expect(await servedName(address)).toBe("second server");
    expect(reloads).toEqual([false, true]);
  });

  it("refuses to switch TLS off by a reload", async () => {
    const file = harness.config(tlsConfig());
    const server = await harness.start({ webConfigFile: file });
    writeFileSync(file, "");
    await expect(server.reload()).rejects.toThrow("switching TLS on or off needs a restart");
    expect((await send(server.addresses[0]!, { ca })).status).toBe(200);
  });

  it("notices a change of equal size by its time", async () => {
    const file = harness.config(`${tlsConfig()}http_server_config: {headers: {X-XSS-Protection: "0"}}\n`);
    const server = await harness.start({ webConfigFile: file });
    const header = async (): Promise<unknown> => (await send(server.addresses[0]!, { ca })).headers["x-xss-protection"];
    expect(await header()).toBe("0");
    writeFileSync(file, `${tlsConfig()}http_server_config: {headers: {X-XSS-Protection: "1"}}\n`);
    utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    await until(async () => (await header()) === "1");
  });
});

describe("client certificates", () => {
  const outcomes: readonly (readonly [type: string, none: boolean, known: boolean, unknown: boolean])[] = [
    ["RequestClientCert", true, true, true],
    ["RequireAnyClientCert", false, true, true],
    ["RequireClientCert", false, true, true],
    ["VerifyClientCertIfGiven", true, true, false],
    ["RequireAndVerifyClientCert", false, true, false],
  ];
  const admitted = (address: string, identity: object): Promise<boolean> =>
    send(address, { ca, ...identity }).then(
      (answer) => answer.text === "ok",
      () => false,
    );

  it.each(outcomes)("%s", async (type, none, known, unknown) => {
    const config = tlsConfig(`  client_auth_type: ${type}\n  client_ca_file: ${fixture("ca.pem")}\n`);
    const server = await harness.start({ webConfigFile: harness.config(config) });
    const address = server.addresses[0]!;
    expect(await admitted(address, {})).toBe(none);
    expect(await admitted(address, client)).toBe(known);
    expect(await admitted(address, stranger)).toBe(unknown);
  });

  it.each([
    ["client.example.test", true],
    ["192.0.2.7", true],
    ["scraper@example.test", true],
    ["spiffe://example.test/scraper", true],
    ["example.test", false],
  ])("client_allowed_sans [%s] admits the client: %s", async (san, allowed) => {
    const config = tlsConfig(
      `  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${fixture("ca.pem")}\n  client_allowed_sans: ["${san}"]\n`,
    );
    const server = await harness.start({ webConfigFile: harness.config(config) });
    expect(await admitted(server.addresses[0]!, client)).toBe(allowed);
    expect(await admitted(server.addresses[0]!, {})).toBe(false);
  });

  it("asks for certificates from the reload on that demands them, also of a client with a session to resume", async () => {
    const file = harness.config(tlsConfig());
    const server = await harness.start({ webConfigFile: file });
    const address = server.addresses[0]!;
    const port = Number(address.split(":").at(-1));
    const session = await new Promise<Buffer>((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, ca });
      socket.on("error", reject);
      socket.on("session", (ticket: Buffer) => {
        socket.destroy();
        resolve(ticket);
      });
    });
    const resume = (): Promise<string> =>
      new Promise((resolve) => {
        let text = "";
        let reused = false;
        const socket: TLSSocket = connect({ host: "127.0.0.1", port, ca, session }, () => {
          reused = socket.isSessionReused();
          socket.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        });
        socket.on("data", (chunk) => {
          text += chunk.toString();
        });
        socket.on("error", () => {});
        socket.on("close", () => resolve(`${reused} ${text.split("\r\n")[0]}`));
      });
    expect(await resume()).toBe("true HTTP/1.1 200 OK");
    writeFileSync(
      file,
      tlsConfig(`  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${fixture("ca.pem")}\n`),
    );
    await server.reload();
    expect(await resume()).toBe("false ");
    expect(await admitted(address, {})).toBe(false);
    expect(await admitted(address, client)).toBe(true);
  });
});

describe("TLS parameters", () => {
  const handshake = (address: string, options: object): Promise<string> =>
    new Promise((resolve) => {
      const port = Number(address.split(":").at(-1));
      const socket = connect({ host: "127.0.0.1", port, ca, ...options }, () => {
        const cipher = socket.getCipher();
        const group = (socket.getEphemeralKeyInfo() as { readonly name?: string } | null)?.name ?? "";
        resolve(`${socket.getProtocol()} ${cipher.name} ${group}`);
        socket.destroy();
      });
      socket.on("error", () => resolve("refused"));
    });

  it("serves TLS 1.2 and 1.3 by default", async () => {
    const server = await harness.start({ webConfigFile: harness.config(tlsConfig()) });
    const address = server.addresses[0]!;
    expect(await handshake(address, {})).toMatch(/^TLSv1\.3 /u);
    expect(await handshake(address, { maxVersion: "TLSv1.2" })).toMatch(/^TLSv1\.2 /u);
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT:@SECLEVEL=0" };
    expect(await handshake(address, old)).toBe("refused");
  });

  it("serves TLS 1.0 where min_version says so, and nothing above max_version", async () => {
    const config = tlsConfig("  min_version: TLS10\n  max_version: TLS12\n");
    const server = await harness.start({ webConfigFile: harness.config(config) });
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" };
    expect(await handshake(server.addresses[0]!, old)).toMatch(/^TLSv1 /u);
    expect(await handshake(server.addresses[0]!, {})).toMatch(/^TLSv1\.2 /u);
    expect(await handshake(server.addresses[0]!, { minVersion: "TLSv1.3" })).toBe("refused");
  });

  it("offers the named cipher suites for TLS 1.2, in the server's order, and all of TLS 1.3", async () => {
    const config = tlsConfig(
      "  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]\n",
    );
    const server = await harness.start({ webConfigFile: harness.config(config) });
    const address = server.addresses[0]!;
    const twelve = { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384" };
    expect(await handshake(address, twelve)).toMatch(/^TLSv1\.2 ECDHE-ECDSA-AES256-GCM-SHA384 /u);
    expect(await handshake(address, { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-CHACHA20-POLY1305" })).toBe(
      "refused",
    );
    expect(await handshake(address, {})).toMatch(/^TLSv1\.3 /u);
  });

  it("uses the client's order where prefer_server_cipher_suites is false", async () => {
    const config = tlsConfig(
      "  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]\n  prefer_server_cipher_suites: false\n",
      "server-rsa",
    );
    const server = await harness.start({ webConfigFile: harness.config(config) });
    const twelve = { maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384" };
    expect(await handshake(server.addresses[0]!, twelve)).toMatch(/^TLSv1\.2 ECDHE-RSA-AES128-GCM-SHA256 /u);
  });

  it("offers the named curves only", async () => {
    const config = tlsConfig("  curve_preferences: [CurveP384]\n");
    const server = await harness.start({ webConfigFile: harness.config(config) });
    expect(await handshake(server.addresses[0]!, { maxVersion: "TLSv1.2" })).toMatch(/ secp384r1$/u);
    expect(await handshake(server.addresses[0]!, { ecdhCurve: "X25519" })).toBe("refused");
  });
});
