import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHealthEndpoints } from "../src/health-endpoints.ts";
import { createLogger } from "../src/log.ts";
import { ask, serveLoopback, type LoopbackServer } from "./loopback-server.ts";

let server: LoopbackServer;
let ready: boolean;
let reload: (() => Promise<void>) | undefined;
const log: string[] = [];

beforeEach(async () => {
  ready = true;
  reload = undefined;
  log.length = 0;
  server = await serveLoopback((request, response) => {
    const endpoints = createHealthEndpoints({
      name: "sample_exporter",
      ready: () => ready,
      reload,
      log: createLogger({ write: (line) => void log.push(line) }),
    });
    endpoints[request.url as keyof typeof endpoints](request, response);
  });
});
afterEach(() => server.close());

describe("/-/healthy and /-/ready", () => {
  test("healthy is 200 as long as there is an answer, ready follows the program", async () => {
    ready = false;
    expect((await ask(server, "/-/healthy")).body.toString()).toBe("sample_exporter is healthy.\n");
    expect(await ask(server, "/-/ready")).toMatchObject({ status: 503 });
    ready = true;
    const answer = await ask(server, "/-/ready");
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe("sample_exporter is ready.\n");
  });

  test.each(["/-/healthy", "/-/ready"])("%s takes GET and HEAD only", async (path) => {
    expect(await ask(server, path, { method: "HEAD" })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(await ask(server, path, { method: "POST" })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  });
});

describe("/-/reload", () => {
  test("is refused unless enabled, and by GET in any case", async () => {
    expect(await ask(server, "/-/reload", { method: "POST" })).toMatchObject({ status: 403 });
    const called = vi.fn(() => Promise.resolve());
    reload = called;
    expect(await ask(server, "/-/reload")).toMatchObject({ status: 405, headers: { allow: "POST, PUT" } });
    expect(called).not.toHaveBeenCalled();
  });

  test.each(["POST", "PUT"])("%s loads the configuration again", async (method) => {
    const called = vi.fn(() => Promise.resolve());
    reload = called;
    expect(await ask(server, "/-/reload", { method })).toMatchObject({ status: 200 });
    expect(called).toHaveBeenCalledTimes(1);
  });

  test("says what is wrong with a refused configuration, whether it was thrown or rejected", async () => {
    reload = () => Promise.reject(new Error("line 3: unknown key"));
    const answer = await ask(server, "/-/reload", { method: "POST" });
    expect(answer.status).toBe(500);
    expect(answer.body.toString()).toBe("Failed to reload the configuration: line 3: unknown key\n");
    expect(log.join("")).toContain("line 3: unknown key");
    reload = () => {
      throw new Error("thrown at once");
    };
    expect((await ask(server, "/-/reload", { method: "POST" })).body.toString()).toContain("thrown at once");
  });

  test("requests during a reload share its outcome", async () => {
    let finish: (() => void) | undefined;
    const called = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const endpoints = createHealthEndpoints({ name: "x", ready: () => true, reload: called, log: createLogger() });
    let asked = 0;
    const shared = await serveLoopback((request, response) => {
      asked += 1;
      endpoints["/-/reload"](request, response);
    });
    const answers = [1, 2, 3].map(() => ask(shared, "/", { method: "POST" }));
    await vi.waitFor(() => expect(asked).toBe(3));
    finish?.();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(called).toHaveBeenCalledTimes(1);
    await shared.close();
  });
});
