import { writeFileSync } from "node:fs";
import { Agent } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { hashSync } from "bcryptjs";
import { afterEach, describe, expect, it } from "vitest";
import { Harness, RawClient, basic, send, until } from "./web-harness.ts";

const harness = new Harness();
afterEach(() => harness.clean());

const users = `basic_auth_users:\n  alice: ${hashSync("secret", 4)}\n`;

describe("web configuration over plain HTTP", () => {
  it("sets the configured headers, which the application may override", async () => {
    const webConfigFile = harness.config(
      "http_server_config:\n  headers:\n    X-Frame-Options: sameorigin\n    Content-Security-Policy: default-src 'self'\n",
    );
    const app = (_request: IncomingMessage, response: ServerResponse): void => {
      response.setHeader("Content-Security-Policy", "default-src 'none'");
      response.end();
    };
    const server = await harness.start({ webConfigFile, app });
    expect((await send(server.addresses[0]!)).headers).toMatchObject({
      "x-frame-options": "sameorigin",
      "content-security-policy": "default-src 'none'",
    });
  });

  it("limits the rate by answering 429, and a reload with the same limit hands out no tokens", async () => {
    const webConfigFile = harness.config("rate_limit:\n  interval: 1h\n  burst: 2\n");
    const server = await harness.start({ webConfigFile });
    const status = async (): Promise<number> => (await send(server.addresses[0]!)).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
    await server.reload();
    expect(await status()).toBe(429);
    writeFileSync(webConfigFile, "rate_limit:\n  interval: 1h\n  burst: 1\n");
    await server.reload();
    expect([await status(), await status()]).toEqual([200, 429]);
  });

  it("does not start with a bad file", async () => {
    await expect(harness.start({ webConfigFile: harness.config("junk: 1\n") })).rejects.toThrow("junk: unknown key");
    await expect(harness.start({ webConfigFile: "/nonexistent/web.yml" })).rejects.toThrow("/nonexistent/web.yml");
  });
});

describe("basic authentication", () => {
  it("asks for credentials and takes the right ones only", async () => {
    let served = 0;
    const app = (_request: IncomingMessage, response: ServerResponse): void => {
      served += 1;
      response.end("in");
    };
    const server = await harness.start({ webConfigFile: harness.config(users), app });
    const address = server.addresses[0]!;
    const without = await send(address);
    expect(without).toMatchObject({ status: 401, text: "Unauthorized\n" });
    expect(without.headers["www-authenticate"]).toBe("Basic");
    const refused = [
      "Basic",
      "Bearer x",
      "Basic !!!",
      basic("alice", "wrong"),
      basic("mallory", "secret"),
      basic("", ""),
    ];
    for (const authorization of refused) {
      expect((await send(address, { headers: { authorization } })).status).toBe(401);
    }
    expect(served).toBe(0);
    for (let time = 0; time < 2; time += 1) {
      expect((await send(address, { headers: { authorization: basic("alice", "secret") } })).text).toBe("in");
    }
  });

  it("follows the file: a removed user is out, and in an empty list there is no authentication", async () => {
    const webConfigFile = harness.config(users);
    const server = await harness.start({ webConfigFile });
    const status = async (password: string): Promise<number> =>
      (await send(server.addresses[0]!, { headers: { authorization: basic("alice", password) } })).status;
    expect(await status("secret")).toBe(200);
    writeFileSync(webConfigFile, `basic_auth_users:\n  alice: ${hashSync("new", 4)}\n`);
    await server.reload();
    expect([await status("secret"), await status("new")]).toEqual([401, 200]);
    writeFileSync(webConfigFile, "");
    await server.reload();
    expect(await status("anything")).toBe(200);
  });
});

describe("close", () => {
  it("closes idle connections at once, lets a running request end, and accepts nothing new", async () => {
    const held: ServerResponse[] = [];
    const app = (incoming: IncomingMessage, response: ServerResponse): void => {
      if (incoming.url === "/held") held.push(response);
      else response.end("ok");
    };
    const server = await harness.start({ app });
    const address = server.addresses[0]!;
    const agent = new Agent({ keepAlive: true });
    await send(address, { agent });
    const silent = new RawClient(address);
    const running = send(address, { path: "/held", agent: new Agent({ keepAlive: true }) });
    await until(() => held.length === 1);
    let closed = false;
    const closing = server.close(10_000).then(() => {
      closed = true;
    });
    await silent.closed;
    await expect(send(address)).rejects.toThrow("ECONNREFUSED");
    expect(closed).toBe(false);
    held[0]!.end("finished");
    expect((await running).text).toBe("finished");
    await closing;
    await server.close(0);
    agent.destroy();
  });

  it("destroys what still runs after the grace", async () => {
    const held: ServerResponse[] = [];
    const server = await harness.start({ app: (_request, response) => held.push(response) });
    const client = new RawClient(server.addresses[0]!);
    client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => held.length === 1);
    const started = performance.now();
    await server.close(100);
    expect(performance.now() - started).toBeGreaterThanOrEqual(99);
    await client.closed;
  });
});
