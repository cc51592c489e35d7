import { afterEach, expect, test } from "vitest";
import { CONTENT_SECURITY_POLICY } from "../../src/landing/content-security-policy.ts";
import { createLandingPage } from "../../src/landing/landing-page.ts";
import { ask, serveLoopback, type LoopbackServer } from "../loopback-server.ts";
import { createFakeRegistry } from "../scrape/fake-registry.ts";

let server: LoopbackServer | undefined;

afterEach(async () => {
  await server?.close();
});

const landing = (registry = createFakeRegistry()) =>
  createLandingPage({
    name: "sample_exporter",
    description: "Samples.",
    version: "1",
    telemetryPath: "/metrics",
    registry: () => registry,
  });

test("is 200, not to be cached, under its own policy, and collects nothing", async () => {
  const registry = createFakeRegistry();
  server = await serveLoopback(landing(registry));
  const answer = await ask(server, "/");
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  expect(Number(answer.headers["content-length"])).toBe(answer.body.length);
  expect(answer.body.toString()).toContain("sample_exporter");
  expect(registry.requests).toEqual([]);
});

test("HEAD gets the same headers and no body", async () => {
  server = await serveLoopback(landing());
  const answer = await ask(server, "/", { method: "HEAD" });
  expect(answer.status).toBe(200);
  expect(Number(answer.headers["content-length"])).toBeGreaterThan(1000);
  expect(answer.body).toHaveLength(0);
});

test("a policy that the operator configured stays beside the page's own", async () => {
  const handler = landing();
  server = await serveLoopback((request, response) => {
    response.setHeader("Content-Security-Policy", "frame-src 'self'");
    response.setHeader("X-Frame-Options", "sameorigin");
    handler(request, response);
  });
  const { headers } = await ask(server, "/");
  expect(headers["content-security-policy"]).toBe(`frame-src 'self', ${CONTENT_SECURITY_POLICY}`);
  expect(headers["x-frame-options"]).toBe("sameorigin");
});
