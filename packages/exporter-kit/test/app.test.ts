import { afterEach, describe, expect, test } from "vitest";
import { assembleApp, type AppParts } from "../src/app.ts";
import { createLogger } from "../src/log.ts";
import type { RequestHandler } from "../src/web/request-handler.ts";
import { ask, serveLoopback, type LoopbackServer } from "./loopback-server.ts";

const answering =
  (text: string): RequestHandler =>
  (_request, response) => {
    response.end(text);
  };

let server: LoopbackServer | undefined;
const log: string[] = [];

afterEach(async () => {
  log.length = 0;
  await server?.close();
});

const serve = async (parts: Partial<AppParts> = {}): Promise<LoopbackServer> => {
  server = await serveLoopback(
    assembleApp({
      telemetryPath: "/metrics",
      scrape: answering("scrape"),
      landing: answering("landing"),
      health: {
        "/-/healthy": answering("healthy"),
        "/-/ready": answering("ready"),
        "/-/reload": answering("reload"),
      },
      log: createLogger({ write: (line) => void log.push(line) }),
      ...parts,
    }),
  );
  return server;
};

const bodyOf = async (path: string): Promise<string> => (await ask(server as LoopbackServer, path)).body.toString();

describe("routes", () => {
  test("each path has its handler, query or not", async () => {
    await serve({ routes: { "/probe": answering("probe") } });
    expect(await bodyOf("/")).toBe("landing");
    expect(await bodyOf("/metrics")).toBe("scrape");
    expect(await bodyOf("/metrics?collect[]=cpu&collect[]=%ff")).toBe("scrape");
    expect(await bodyOf("/-/healthy")).toBe("healthy");
    expect(await bodyOf("/-/ready")).toBe("ready");
    expect(await bodyOf("/-/reload")).toBe("reload");
    expect(await bodyOf("/probe?target=x")).toBe("probe");
  });

  test.each(["/metrics/", "/Metrics", "/favicon.ico", "//", "/metrics%2f", "/-/", "/constructor", "/%"])(
    "%s is not found",
    async (path) => {
      const answer = await ask(await serve(), path);
      expect(answer.status).toBe(404);
      expect(answer.body.toString()).toBe("404 page not found\n");
      expect(answer.headers["content-type"]).toBe("text/plain; charset=utf-8");
    },
  );

  test("a telemetry path of / replaces the landing page", async () => {
    await serve({ telemetryPath: "/" });
    expect(await bodyOf("/")).toBe("scrape");
  });

  test("a telemetry path is no pattern, and a program's route cannot take a path of the kit", async () => {
    await serve({ telemetryPath: "/:id(*)", routes: { "/": answering("mine"), "/-/healthy": answering("mine") } });
    expect(await bodyOf("/:id(*)")).toBe("scrape");
    expect(await bodyOf("/anything")).toBe("404 page not found\n");
    expect(await bodyOf("/")).toBe("landing");
    expect(await bodyOf("/-/healthy")).toBe("healthy");
  });
});

describe("behaviour", () => {
  test("express neither names itself nor adds an entity tag", async () => {
    const { headers } = await ask(await serve(), "/metrics");
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers.etag).toBeUndefined();
  });

  test("middleware comes before every route, unknown paths included", async () => {
    await serve({
      middleware: [
        (request, response, next) => {
          if (request.headers.authorization === undefined) {
            response.statusCode = 401;
            response.end("who are you?");
          } else {
            next();
          }
        },
      ],
    });
    for (const path of ["/", "/metrics", "/-/healthy", "/nothing"]) {
      expect(await bodyOf(path)).toBe("who are you?");
    }
    const known = await ask(server as LoopbackServer, "/metrics", { headers: { authorization: "Basic eA==" } });
    expect(known.body.toString()).toBe("scrape");
  });

  test("a handler that throws costs its own answer only and shows nothing of the error", async () => {
    await serve({
      landing: () => {
        throw new Error("secret detail");
      },
    });
    const answer = await ask(server as LoopbackServer, "/");
    expect(answer.status).toBe(500);
    expect(answer.body.toString()).toBe("Internal Server Error\n");
    expect(log.join("")).toContain("secret detail");
    expect(await bodyOf("/metrics")).toBe("scrape");
  });
});
