import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createRequestLimiter } from "../../src/web/request-limiter.ts";
import { RawClient, send, until } from "./web-harness.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server whose answers the test gives, behind a limiter. */
async function limited(max: number): Promise<{ readonly address: string; readonly held: ServerResponse[] }> {
  const limiter = createRequestLimiter(max);
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => limiter(request, response, () => held.push(response)));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, held };
}

describe("createRequestLimiter", () => {
  it("answers 503 above its bound, with node_exporter's text, and takes more when one is done", async () => {
    const { address, held } = await limited(2);
    const waiting = [send(address), send(address, { path: "/?collect[]=cpu" })];
    await until(() => held.length === 2);
    expect(await send(address)).toMatchObject({
      status: 503,
      text: "Limit of concurrent requests reached (2), try again later.\n",
    });
    held[0]!.end("done");
    expect((await waiting[0])!.text).toBe("done");
    const next = send(address);
    await until(() => held.length === 3);
    held[1]!.end();
    held[2]!.end("third");
    expect((await next).text).toBe("third");
    await waiting[1];
  });

  it("counts a request that the client gave up as done", async () => {
    const { address, held } = await limited(1);
    const gone = new RawClient(address);
    gone.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => held.length === 1);
    gone.socket.destroy();
    await until(async () => {
      const answer = send(address);
      await until(() => held.length === 2 || servers.length === 0, 200).catch(() => {});
      held[1]?.end("in");
      return (await answer).text === "in";
    });
  });

  it("has no bound at 0, and refuses nonsense", async () => {
    const { address, held } = await limited(0);
    const answers = Array.from({ length: 50 }, () => send(address));
    await until(() => held.length === 50);
    for (const response of held) response.end();
    expect((await Promise.all(answers)).every((answer) => answer.status === 200)).toBe(true);
    expect(() => createRequestLimiter(-1)).toThrow(RangeError);
    expect(() => createRequestLimiter(1.5)).toThrow(RangeError);
  });
});
