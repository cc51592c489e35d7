import { existsSync, writeFileSync } from "node:fs";
import { createServer as createNetServer, type AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "../../src/web/listen.ts";
import { Harness, fixture, fixtureText, send } from "./web-harness.ts";

const harness = new Harness();
afterEach(() => harness.clean());

describe("listening", () => {
  it("listens on several addresses and logs each, without TLS", async () => {
    const server = await harness.start({ listenAddresses: ["127.0.0.1:0", "127.0.0.1:0"] });
    expect(new Set(server.addresses).size).toBe(2);
    for (const address of server.addresses) {
      expect((await send(address)).text).toBe("ok");
      expect(harness.log.lines).toContainEqual({
        level: "info",
        message: "listening",
        fields: { address, tls: false },
      });
    }
  });

  it("listens on all interfaces where no host is given", async () => {
    const server = await harness.start({ listenAddresses: [":0"] });
    expect(server.addresses[0]).toMatch(/^(?:\[::\]|0\.0\.0\.0):\d+$/u);
    expect((await send(`127.0.0.1:${server.addresses[0]!.split(":").at(-1)}`)).text).toBe("ok");
  });

  it("listens on an IPv6 address, which it writes in brackets", async () => {
    const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));
    const starting = harness.start({ listenAddresses: ["[::1]:0"] });
    if (!hasIPv6) {
      await expect(starting).rejects.toThrow("cannot listen on [::1]:0: this host ");
      return;
    }
    const server = await starting;
    expect(server.addresses).toEqual([expect.stringMatching(/^\[::1\]:[1-9]\d*$/u)]);
    const response = await fetch(`http://${server.addresses[0]}/`, { signal: AbortSignal.timeout(5_000) });
    expect([response.status, await response.text()]).toEqual([200, "ok"]);
    // It is that address alone: the same port of the other family stays free.
    await expect(send(server.addresses[0]!.replace("[::1]", "127.0.0.1"))).rejects.toThrow("ECONNREFUSED");
  });

  it("names an address in use, and leaves no other one open", async () => {
    const other = await harness.start();
    const taken = other.addresses[0]!;
    await expect(harness.start({ listenAddresses: ["127.0.0.1:0", taken] })).rejects.toThrow(
      `cannot listen on ${taken}: the address is in use by another process`,
    );
  });

  it("names an address that is not of this host, or a name that cannot be resolved", async () => {
    await expect(harness.start({ listenAddresses: ["192.0.2.1:0"] })).rejects.toThrow(
      "cannot listen on 192.0.2.1:0: this host has no such address",
    );
    await expect(harness.start({ listenAddresses: [] })).rejects.toThrow("no listen address is given");
    await expect(harness.start({ listenAddresses: ["nonsense"] })).rejects.toThrow('listen address "nonsense"');
  });

  it("says what a port below 1024 needs", async () => {
    // Root may bind any port, so the system's answer is acted.
    const server = createNetServer();
    server.listen = () => {
      server.emit("error", Object.assign(new Error("listen EACCES"), { code: "EACCES" }));
      return server;
    };
    await expect(listen(server, { kind: "tcp", host: "::1", port: 80 })).rejects.toThrow(
      "cannot listen on [::1]:80: permission denied; a port below 1024 needs CAP_NET_BIND_SERVICE",
    );
  });

  it("serves TLS on a unix socket", async () => {
    const path = join(harness.folder(), "a.sock");
    const webConfigFile = harness.config(
      `tls_server_config: {cert_file: ${fixture("server.pem")}, key_file: ${fixture("server.key")}}\n`,
    );
    const server = await harness.start({ listenAddresses: [`unix:${path}`], webConfigFile });
    const settings = { socketPath: path, ca: fixtureText("ca.pem"), servername: "localhost" };
    expect((await send("x:0", settings)).text).toBe("ok");
    await server.close(0);
    expect(existsSync(path)).toBe(false);
  });

  it("serves on a unix socket and removes its file at close", async () => {
    const path = join(harness.folder(), "a.sock");
    const server = await harness.start({ listenAddresses: [`unix:${path}`] });
    expect(server.addresses).toEqual([`unix:${path}`]);
    expect((await send("x:0", { socketPath: path })).text).toBe("ok");
    await expect(harness.start({ listenAddresses: [`unix:${path}`] })).rejects.toThrow("another process listens there");
    expect((await send("x:0", { socketPath: path })).text).toBe("ok");
    await server.close(0);
    expect(existsSync(path)).toBe(false);
  });

  it("replaces the file of a unix socket whose process is gone, and nothing else", async () => {
    const path = join(harness.folder(), "a.sock");
    const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
    await once(fork("-", { execPath: process.execPath, execArgv: ["-e", script] }), "exit");
    expect(existsSync(path)).toBe(true);
    const server = await harness.start({ listenAddresses: [`unix:${path}`] });
    expect((await send("x:0", { socketPath: path })).text).toBe("ok");
    await server.close(0);
    writeFileSync(path, "precious");
    await expect(harness.start({ listenAddresses: [`unix:${path}`] })).rejects.toThrow(
      "the path exists and is no socket",
    );
    expect(existsSync(path)).toBe(true);
  });

  it.each([1, 2])("serves on %d sockets that were passed to the process as descriptors from 3 on", async (count) => {
    const listeners = await Promise.all(
      Array.from({ length: count }, async () => {
        const listener = createNetServer().listen(0, "127.0.0.1");
        await once(listener, "listening");
        return listener;
      }),
    );
    const descriptors = listeners.map(
      (listener) => (listener as unknown as { readonly _handle: { readonly fd: number } })._handle.fd,
    );
    const child = fork(join(import.meta.dirname, "systemd-server.ts"), [String(count)], {
      execArgv: ["--import", "tsx", "--conditions=source"],
      stdio: ["ignore", "inherit", "inherit", ...descriptors, "ipc"],
    });
    const [addresses] = (await once(child, "message")) as [string[]];
    expect(addresses).toEqual(listeners.map((listener) => `127.0.0.1:${(listener.address() as AddressInfo).port}`));
    for (const listener of listeners) listener.close();
    for (const address of addresses) expect(await send(address)).toMatchObject({ status: 200, text: "activated" });
    child.send("stop");
    await once(child, "exit");
  });

  it("refuses systemd sockets that are not there", async () => {
    await expect(harness.start({ systemdSocket: true })).rejects.toThrow("no sockets from systemd");
  });
});
