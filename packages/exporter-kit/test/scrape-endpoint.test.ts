import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createLogger } from "../src/log.ts";
import { createScrapeEndpoint, type ScrapeEndpointOptions } from "../src/scrape-endpoint.ts";
import { createTelemetry, type Telemetry } from "../src/telemetry.ts";
import { ask, serveLoopback, type LoopbackServer } from "./loopback-server.ts";
import { createFakeRegistry, type FakeRegistry } from "./scrape/fake-registry.ts";

interface Endpoint {
  readonly server: LoopbackServer;
  readonly telemetry: Telemetry;
  readonly log: readonly string[];
}

const open: { server: LoopbackServer; telemetry: Telemetry }[] = [];

afterEach(async () => {
  for (const { server, telemetry } of open.splice(0)) {
    telemetry.close();
    await server.close();
  }
});

const serve = async (
  registry: FakeRegistry | (() => FakeRegistry),
  options: Partial<ScrapeEndpointOptions> = {},
): Promise<Endpoint> => {
  const log: string[] = [];
  const telemetry = createTelemetry();
  const endpoint = createScrapeEndpoint({
    registry: typeof registry === "function" ? registry : () => registry,
    knownCollectors: new Set(["cpu", "disk", "memory", "wifi"]),
    log: createLogger({ write: (line) => void log.push(line) }),
    hooks: telemetry.hooks,
    maxRequests: 0,
    ...options,
  });
  const server = await serveLoopback(endpoint);
  open.push({ server, telemetry });
  return { server, telemetry, log };
};

const scrapes = (telemetry: Telemetry): Record<string, number> => {
  const family = telemetry.families().find(({ name }) => name === "promhttp_metric_handler_requests_total");
  return Object.fromEntries(
    (family?.type === "counter" ? family.points : []).map(({ labels, value }) => [labels[0]?.[1], value]),
  );
};

const inFlight = (telemetry: Telemetry): number | undefined => {
  const family = telemetry.families().find(({ name }) => name === "promhttp_metric_handler_requests_in_flight");
  return family?.type === "gauge" ? family.points[0]?.value : undefined;
};

describe("answers", () => {
  test("200 with the page in the format and coding that were asked for", async () => {
    const { server, telemetry } = await serve(createFakeRegistry({ instant: true, page: "x".repeat(5000) }));
    const plain = await ask(server, "/metrics");
    expect(plain.status).toBe(200);
    expect(plain.headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4; charset=utf-8/);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.body.toString()).toBe("x".repeat(5000));
    const zipped = await ask(server, "/metrics", {
      headers: { accept: "application/openmetrics-text; version=1.0.0", "accept-encoding": "gzip" },
    });
    expect(zipped.headers["content-encoding"]).toBe("gzip");
    expect(zipped.headers["content-type"]).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    expect(zipped.headers.vary).toContain("Accept-Encoding");
    expect(Number(zipped.headers["content-length"])).toBe(zipped.body.length);
    expect(gunzipSync(zipped.body).toString()).toBe("x".repeat(5000));
    expect(scrapes(telemetry)).toEqual({ 200: 2, 400: 0, 500: 0, 503: 0 });
  });

  test.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("%s is served as GET is", async (method) => {
    const { server } = await serve(createFakeRegistry({ instant: true }));
    const answer = await ask(server, "/metrics", { method });
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toContain("up 1");
  });

  test("HEAD gets the headers and no body", async () => {
    const { server } = await serve(createFakeRegistry({ instant: true, page: "up 1\n" }));
    const answer = await ask(server, "/metrics", { method: "HEAD" });
    expect(answer).toMatchObject({ status: 200, headers: { "content-length": "5" } });
    expect(answer.body).toHaveLength(0);
  });

  test("400 for a bad filter, byte for byte as upstream, without collecting", async () => {
    const registry = createFakeRegistry({ instant: true });
    const { server, telemetry, log } = await serve(registry);
    const answer = await ask(server, "/metrics?collect[]=wifi");
    expect(answer.status).toBe(400);
    expect(answer.body.toString()).toBe(
      "Couldn't create filtered metrics handler: couldn't create collector: disabled collector: wifi",
    );
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(registry.requests).toEqual([]);
    expect(scrapes(telemetry)).toMatchObject({ 400: 1 });
    expect(log).toHaveLength(1);
  });

  test("406 when no content coding is acceptable", async () => {
    const registry = createFakeRegistry({ instant: true });
    const { server, telemetry } = await serve(registry);
    expect((await ask(server, "/metrics", { headers: { "accept-encoding": "br, identity;q=0" } })).status).toBe(406);
    expect(registry.requests).toEqual([]);
    expect(scrapes(telemetry)).toMatchObject({ 406: 1 });
  });

  test("500 with a clear text and a log line when collecting or rendering fails", async () => {
    const registry = createFakeRegistry();
    const { server, telemetry, log } = await serve(registry);
    const pending = ask(server, "/metrics");
    await vi.waitFor(() => expect(registry.requests).toHaveLength(1));
    registry.fail(new Error("the store is gone"));
    const answer = await pending;
    expect(answer.status).toBe(500);
    expect(answer.body.toString()).toBe("An error has occurred while serving metrics:\n\nthe store is gone\n");
    expect(log.join("")).toContain("the store is gone");

    const broken = createFakeRegistry({ instant: true });
    const unrenderable = await serve({
      ...broken,
      collect: async (wanted) => ({
        ...(await broken.collect(wanted)),
        render: () => {
          throw new Error("cannot render");
        },
      }),
    });
    expect((await ask(unrenderable.server, "/metrics")).body.toString()).toContain("cannot render");
    expect(scrapes(telemetry)).toMatchObject({ 500: 1 });
    const errors = unrenderable.telemetry
      .families()
      .find(({ name }) => name === "promhttp_metric_handler_errors_total");
    expect(errors?.points).toContainEqual({ labels: [["cause", "encoding"]], value: 1 });
  });

  test("503 over the limit, which filtered requests count towards", async () => {
    const registry = createFakeRegistry();
    const { server, telemetry } = await serve(registry, { maxRequests: 2 });
    const first = ask(server, "/metrics?collect[]=cpu");
    const second = ask(server, "/metrics?collect[]=disk");
    await vi.waitFor(() => expect(registry.requests).toHaveLength(2));
    const third = await ask(server, "/metrics?collect[]=memory");
    expect(third.status).toBe(503);
    expect(third.body.toString()).toBe("Limit of concurrent requests reached (2), try again later.\n");
    registry.finish();
    registry.finish();
    expect((await first).status).toBe(200);
    expect((await second).status).toBe(200);
    await vi.waitFor(() => expect(inFlight(telemetry)).toBe(0));
    const fourth = ask(server, "/metrics");
    await vi.waitFor(() => expect(registry.requests).toHaveLength(3));
    registry.finish();
    expect((await fourth).status).toBe(200);
    expect(scrapes(telemetry)).toEqual({ 200: 3, 400: 0, 500: 0, 503: 1 });
  });
});

describe("collections", () => {
  test("50 parallel scrapes in several formats and codings cost one", async () => {
    const registry = createFakeRegistry();
    const { server, telemetry } = await serve(registry);
    const accepts = ["text/plain", "application/openmetrics-text;version=1.0.0"];
    const codings = ["gzip", "identity"];
    const pending = Array.from({ length: 50 }, (_, index) =>
      ask(server, "/metrics", {
        headers: { accept: accepts[index % 2] ?? "", "accept-encoding": codings[Math.floor(index / 2) % 2] ?? "" },
      }),
    );
    await vi.waitFor(() => expect(inFlight(telemetry)).toBe(50));
    expect(registry.requests).toHaveLength(1);
    registry.finish();
    const answers = await Promise.all(pending);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    expect(registry.requests).toHaveLength(1);
    // Two formats in two codings: the fake renders anew each time, so each variant was made once and shared.
    expect(registry.renders).toHaveLength(4);
  });

  test("a filter collects only what it names, with the scraper's deadline less the offset", async () => {
    const registry = createFakeRegistry({ instant: true });
    const { server } = await serve(registry);
    await ask(server, "/metrics?exclude[]=cpu", { headers: { "x-prometheus-scrape-timeout-seconds": "5" } });
    await ask(server, "/metrics", { headers: { "x-prometheus-scrape-timeout-seconds": "garbage" } });
    expect(registry.requests).toEqual([
      { deadlineMs: 4500, collectors: new Set(["disk", "memory"]) },
      { deadlineMs: 9500 },
    ]);
  });

  test("a joiner whose deadline ends first gets 503, the one who started gets the page", async () => {
    const registry = createFakeRegistry();
    const { server } = await serve(registry);
    const patient = ask(server, "/metrics");
    await vi.waitFor(() => expect(registry.requests).toHaveLength(1));
    const hasty = await ask(server, "/metrics", { headers: { "x-prometheus-scrape-timeout-seconds": "0.05" } });
    expect(hasty.status).toBe(503);
    expect(hasty.body.toString()).toBe("Collection did not finish within 0.050 s.\n");
    registry.finish();
    expect((await patient).status).toBe(200);
    expect(registry.requests).toHaveLength(1);
  });

  test("a client that goes away does not end the collection that others wait for", async () => {
    const registry = createFakeRegistry();
    const { server, telemetry } = await serve(registry);
    const leaver = request({ host: "127.0.0.1", port: server.port, path: "/metrics", agent: false });
    leaver.on("error", () => {});
    leaver.end();
    await vi.waitFor(() => expect(registry.requests).toHaveLength(1));
    const stayer = ask(server, "/metrics");
    await vi.waitFor(() => expect(inFlight(telemetry)).toBe(2));
    leaver.destroy();
    await vi.waitFor(() => expect(inFlight(telemetry)).toBe(1));
    registry.finish();
    expect((await stayer).status).toBe(200);
    expect(registry.requests).toHaveLength(1);
  });

  test("a scrape after a reload does not join a collection from before it", async () => {
    const before = createFakeRegistry();
    const after = createFakeRegistry({ instant: true });
    let current = before;
    const { server } = await serve(() => current);
    const early = ask(server, "/metrics");
    await vi.waitFor(() => expect(before.requests).toHaveLength(1));
    current = after;
    expect((await ask(server, "/metrics")).status).toBe(200);
    expect(after.requests).toHaveLength(1);
    before.finish();
    expect((await early).status).toBe(200);
  });
});
