import { createHash } from "node:crypto";
import { createRegistry, defineCollector, type Registry } from "@sightglass/metrics-registry";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSeriesPage, SERIES_PAGE_POLICY } from "../../src/landing/series-page.ts";
import { STYLE } from "../../src/landing/style.ts";
import { ask, serveLoopback } from "../loopback-server.ts";

const HOSTILE = "<script>alert(1)</script>\"'`&\u001b[2J";

/** A registry with two families, of which one has a hostile label value, that counts its collections. */
function createCounted() {
  let collections = 0;
  const definition = defineCollector({
    name: "sample",
    help: "Samples.",
    enabledByDefault: true,
    read: () => {
      collections += 1;
      return ["a", "b", HOSTILE];
    },
    families: (family) => [
      family({
        name: "sample_bytes",
        type: "gauge",
        labels: ["device"],
        help: "Bytes.",
        samples: (devices, emit) => {
          for (const device of devices) emit(1, device);
        },
      }),
      family({ name: "sample_up", type: "gauge", help: "Up.", samples: (_devices, emit) => emit(1) }),
    ],
  });
  const registry = createRegistry({
    collectors: [{ definition, options: {} }],
    source: {},
    health: { success: "t_success", duration: "t_duration_seconds", status: "t_status" },
  });
  return { registry, collections: () => collections };
}

async function serve(registry: () => Registry) {
  const exempt = new Set(["t_success"]);
  const server = await serveLoopback(createSeriesPage({ name: "sample_exporter", registry, collectMs: 1_000, exempt }));
  onTestFinished(() => server.close());
  return (path: string, init = {}) => ask(server, path, init);
}

/** The cells of a family's row, in order. */
const cellsOf = (body: Buffer, name: string): readonly string[] => {
  const row =
    body
      .toString()
      .split("<tr")
      .find((text) => text.includes(`<code>${name}</code>`)) ?? "";
  return [...row.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell = ""]) => cell.trim());
};

describe("createSeriesPage", () => {
  it("shows series and bytes by family and label, under its own policy", async () => {
    const { registry } = createCounted();
    const get = await serve(() => registry);
    const answer = await get("/-/series");
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": SERIES_PAGE_POLICY,
      "x-content-type-options": "nosniff",
    });
    expect(cellsOf(answer.body, "sample_up")).toEqual([
      "1",
      String("# HELP sample_up Up.\n# TYPE sample_up gauge\nsample_up 1\n".length),
    ]);
    expect(cellsOf(answer.body, "sample_bytes")[0]).toBe("3");
    expect(cellsOf(answer.body, "device").slice(0, 2)).toEqual(["3", "3"]);
    expect(answer.body.toString()).not.toContain("alert(1)");
  });

  it("shows what proposed rules leave, and puts them back into the form", async () => {
    const { registry } = createCounted();
    const get = await serve(() => registry);
    const { status, body } = await get("/-/series?drop=sample_up%0Anothing&drop_label=device&cap=5&keep=s.*");
    expect(status).toBe(200);
    expect(cellsOf(body, "sample_up")).toEqual([expect.stringMatching(/^1 → 0$/), expect.stringMatching(/^\d+ → 0$/)]);
    expect(cellsOf(body, "sample_bytes")[0]).toBe("3 → 1");
    expect(cellsOf(body, "t_success")[0]).toBe("1");
    expect(body.toString()).toContain(">sample_up\nnothing</textarea>");
    expect(body.toString()).toMatch(/name="cap"[^>]*value="5"/);
  });

  it("answers a faulty rule with 400 and the page, and escapes what it was given", async () => {
    const { registry } = createCounted();
    const get = await serve(() => registry);
    const { status, body } = await get(`/-/series?keep=${encodeURIComponent(`(${HOSTILE}`)}`);
    expect(status).toBe(400);
    const text = body.toString();
    expect(text).toMatch(/role="alert">\s*invalid pattern/);
    expect(text).not.toContain("<script");
    expect(text).not.toContain("\u001b");
    expect(cellsOf(body, "sample_up")[0]).toBe("1");
  });

  it("shares a collection between requests, but not with another registry", async () => {
    const [first, second] = [createCounted(), createCounted()];
    let inUse = first.registry;
    const get = await serve(() => inUse);
    await Promise.all([get("/-/series"), get("/-/series?cap=1"), get("/-/series?cap=2")]);
    expect(first.collections()).toBe(1);
    inUse = second.registry;
    await get("/-/series");
    expect([first.collections(), second.collections()]).toEqual([1, 1]);
  });

  it("answers 500 when the collection fails as a whole, and tries again", async () => {
    const { registry } = createCounted();
    let broken = true;
    const get = await serve(() =>
      broken ? { ...registry, collect: () => Promise.reject(new Error("no")) } : registry,
    );
    expect((await get("/-/series")).status).toBe(500);
    broken = false;
    expect((await get("/-/series")).status).toBe(200);
  });

  it("is for GET and HEAD", async () => {
    const { registry } = createCounted();
    const get = await serve(() => registry);
    expect((await get("/-/series", { method: "POST" })).status).toBe(405);
    expect((await get("/-/series", { method: "HEAD" })).body).toHaveLength(0);
  });

  it("lets no script run, and the form lead nowhere else", () => {
    const hash = createHash("sha256").update(STYLE).digest("base64");
    expect(SERIES_PAGE_POLICY).toContain(`style-src 'sha256-${hash}'`);
    expect(SERIES_PAGE_POLICY).toContain("default-src 'none'");
    expect(SERIES_PAGE_POLICY).toContain("form-action 'self'");
    expect(SERIES_PAGE_POLICY).not.toContain("script-src");
  });
});
