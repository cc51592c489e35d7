import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { createRequestLimiter } from "../../src/web/index.ts";
import { Harness, RawClient, send, until } from "./web-harness.ts";

const harness = new Harness();
afterEach(() => harness.clean());

describe("request limits", () => {
  const request = (extra: string): string => `GET / HTTP/1.1\r\nHost: a\r\n${extra}\r\n`;

  it("answers 431 to large headers and to many", async () => {
    const server = await harness.start();
    const address = server.addresses[0]!;
    const large = new RawClient(address);
    large.write(request(`X: ${"a".repeat(20_000)}\r\n`));
    await large.closed;
    expect(large.received).toMatch(/^HTTP\/1\.1 431 /u);
    const many = new RawClient(address);
    many.write(request("A: b\r\n".repeat(150)));
    await many.closed;
    expect(many.received).toMatch(/^HTTP\/1\.1 431 /u);
    const most = new RawClient(address);
    most.write(request(`Connection: close\r\n${"A: b\r\n".repeat(98)}`));
    await most.closed;
    expect(most.received).toMatch(/^HTTP\/1\.1 200 /u);
  });

  it("answers 400 to what is no HTTP", async () => {
    const server = await harness.start();
    const client = new RawClient(server.addresses[0]!);
    client.write("\u0016\u0003\u0001 nonsense\r\n\r\n");
    await client.closed;
    expect(client.received).toMatch(/^HTTP\/1\.1 400 /u);
  });

  it("answers 413 to a declared body above the bound, before 100 Continue", async () => {
    let served = 0;
    const app = (_request: IncomingMessage, response: ServerResponse): void => {
      served += 1;
      response.end();
    };
    const server = await harness.start({ app, limits: { bodyBytes: 1_000 } });
    for (const extra of ["", "Expect: 100-continue\r\n"]) {
      const client = new RawClient(server.addresses[0]!);
      client.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n${extra}\r\n`);
      await client.closed;
      expect(client.received).toMatch(/^HTTP\/1\.1 413 /u);
    }
    expect(served).toBe(0);
    const fits = new RawClient(server.addresses[0]!);
    fits.write(
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody",
    );
    await fits.closed;
    expect(fits.received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /u);
  });

  it("answers 413 to a chunked body that grows above the bound, and ends the connection", async () => {
    const bodies: number[] = [];
    const app = (incoming: IncomingMessage, response: ServerResponse): void => {
      let size = 0;
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
      });
      incoming.on("error", () => {});
      incoming.on("end", () => {
        bodies.push(size);
        response.end("read");
      });
    };
    const server = await harness.start({ app, limits: { bodyBytes: 1_000 } });
    const address = server.addresses[0]!;
    const chunk = `1f4\r\n${"a".repeat(500)}\r\n`;
    const head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    const over = new RawClient(address);
    over.write(`${head}${chunk}${chunk}${chunk}`);
    await over.closed;
    expect(over.received).toMatch(/^HTTP\/1\.1 413 /u);
    const within = new RawClient(address);
    within.write(`${head}${chunk}${chunk}0\r\n\r\n`);
    await until(() => within.received.endsWith("read") || within.received.includes("4\r\nread"));
    expect(bodies).toEqual([1_000]);
    within.socket.destroy();
  });

  it("does not read on when a chunked body goes on after the answer", async () => {
    const server = await harness.start({ limits: { bodyBytes: 1_000 } });
    const client = new RawClient(server.addresses[0]!);
    client.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    await client.closed;
    expect(client.received).toMatch(/^HTTP\/1\.1 200 OK[^]*ok$/u);
  });

  it("ends a connection that pipelines more than its bound, and answers one within", async () => {
    const waiting: ServerResponse[] = [];
    const app = (_request: IncomingMessage, response: ServerResponse): void => {
      waiting.push(response);
    };
    const server = await harness.start({ app, limits: { pipelinedRequests: 4 } });
    const within = new RawClient(server.addresses[0]!);
    within.write(request("").repeat(4));
    for (let index = 0; index < 4; index += 1) {
      await until(() => waiting.length === 1);
      waiting.pop()!.end(`answer ${index}`);
    }
    await until(() => within.received.includes("answer 3"));
    expect(within.received.match(/answer \d/gu)).toEqual(["answer 0", "answer 1", "answer 2", "answer 3"]);
    within.write(request("").repeat(5));
    await within.closed;
  });

  it("leaves no request counted when a pipelining client goes away", async () => {
    const limiter = createRequestLimiter(2);
    let held = 0;
    const app = (incoming: IncomingMessage, response: ServerResponse): void =>
      limiter(incoming, response, () => {
        if (incoming.url === "/") held += 1;
        else response.end("free");
      });
    const server = await harness.start({ app });
    for (let time = 1; time <= 5; time += 1) {
      const client = new RawClient(server.addresses[0]!);
      client.write(request("").repeat(8));
      await until(() => held === time);
      client.socket.destroy();
      await until(async () => (await send(server.addresses[0]!, { path: "/free" })).text === "free");
    }
  });

  it("cuts a client that does not read, and an answer that never comes", async () => {
    const closed: string[] = [];
    const app = (incoming: IncomingMessage, response: ServerResponse): void => {
      response.once("close", () => closed.push(incoming.url ?? ""));
      if (incoming.url === "/big") response.end(Buffer.alloc(32 * 1024 * 1024));
    };
    const limits = { responseTimeoutMs: 200, handlerTimeoutMs: 200, checkIntervalMs: 50 };
    const server = await harness.start({ app, limits });
    const big = new RawClient(server.addresses[0]!);
    big.socket.pause();
    big.write("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => closed.includes("/big"));
    const never = new RawClient(server.addresses[0]!);
    never.write("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
    await never.closed;
    await until(() => closed.includes("/never"));
    expect(never.received).toBe("");
    big.socket.destroy();
  });

  it("closes the longest idle connection for a new one at the bound, and none that is busy", async () => {
    const held: ServerResponse[] = [];
    const app = (incoming: IncomingMessage, response: ServerResponse): void => {
      if (incoming.url === "/held") held.push(response);
      else response.end("ok");
    };
    const server = await harness.start({ app, limits: { connections: 3 } });
    const address = server.addresses[0]!;
    const busy = new RawClient(address);
    busy.write("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => held.length === 1);
    const idle = [new RawClient(address)];
    const used = new RawClient(address);
    used.write(request(""));
    await until(() => used.received.endsWith("ok"));
    const closed: number[] = [];
    void idle[0]!.closed.then(() => closed.push(0));
    expect((await send(address)).text).toBe("ok");
    await until(() => closed.length === 1);
    held[0]!.end("still here");
    await until(() => busy.received.endsWith("still here"));
    busy.socket.destroy();
    used.socket.destroy();
  });

  it("closes a silent connection by the time for headers, and a used one by the time for idleness", async () => {
    const limits = { headersTimeoutMs: 100, keepAliveTimeoutMs: 1_500, checkIntervalMs: 50 };
    const server = await harness.start({ limits });
    const used = new RawClient(server.addresses[0]!);
    used.write(request(""));
    await until(() => used.received.endsWith("ok"));
    const usedAt = performance.now();
    const silent = new RawClient(server.addresses[0]!);
    await silent.closed;
    expect(silent.received).not.toContain("200 OK");
    expect(used.socket.readyState).toBe("open");
    await used.closed;
    expect(performance.now() - usedAt).toBeGreaterThan(1_400);
  });

  it("never shows what the application threw", async () => {
    const server = await harness.start({
      app: () => {
        throw new Error("the secret cause");
      },
    });
    const answer = await send(server.addresses[0]!);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error\n" });
    expect(answer.headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "deny" });
    expect(harness.log.lines).toContainEqual({
      level: "error",
      message: "request failed",
      fields: { err: "the secret cause" },
    });
  });
});
