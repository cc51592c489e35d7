import { afterEach, expect, it } from "vitest";
import { createDeferredPage } from "../../src/landing/deferred-page.ts";
import { createLogger } from "../../src/log.ts";
import { ask, serveLoopback, type LoopbackServer } from "../loopback-server.ts";
import { createFakeRegistry } from "../scrape/fake-registry.ts";

let server: LoopbackServer | undefined;
afterEach(() => server?.close());

async function serve(broken = false) {
  let logged = "";
  const registry = createFakeRegistry();
  const log = createLogger({ write: (line) => void (logged += line) });
  const handler = createDeferredPage(log, "/", async () =>
    (await import("../../src/landing/landing-page.ts")).createLandingPage({
      name: "sample_exporter",
      description: "Samples.",
      version: "1",
      telemetryPath: "/metrics",
      registry: () => (broken ? { ...registry, describe: () => expect.unreachable() } : registry),
    }),
  );
  server = await serveLoopback(handler);
  return { server, logged: () => logged };
}

it("answers the requests that come while the page's code is loaded, and later ones", async () => {
  const { server: at } = await serve();
  const answers = await Promise.all([ask(at, "/"), ask(at, "/"), ask(at, "/")]);
  answers.push(await ask(at, "/"));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(answers.every(({ body }) => body.includes("sample_exporter"))).toBe(true);
});

it("answers 500 and logs why when the first page cannot be made", async () => {
  const { server: at, logged } = await serve(true);
  expect((await ask(at, "/")).status).toBe(500);
  expect(logged()).toContain("Request failed");
});
