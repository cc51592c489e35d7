import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ClientSettings } from "../../src/target/client-settings.ts";
import { fetchPage, shownUrl } from "../../src/target/fetch-page.ts";
import { TargetError } from "../../src/target/target-error.ts";
import { serve } from "../support/server.ts";

const SETTINGS: ClientSettings = { headers: [], tls: {}, timeoutMs: 5_000, maxBytes: 10_000, accept: "text" };
const fixture = (name: string): string =>
  readFileSync(new URL(`../../../exporter-kit/test/web/fixtures/${name}`, import.meta.url), "utf8");

const fetchFrom = (url: string, settings: Partial<ClientSettings> = {}) =>
  fetchPage(new URL(url), { ...SETTINGS, ...settings });

describe("fetchPage", () => {
  it("asks for the formats in their order, and unpacks gzip", async () => {
    const seen: IncomingHttpHeaders[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers);
      response.setHeader("Content-Type", "text/plain; version=0.0.4");
      response.setHeader("Content-Encoding", "gzip");
      response.end(gzipSync("up 1\n"));
    });
    const page = await fetchFrom(`${url}/metrics`);
    expect([page.body.toString(), page.contentType]).toEqual(["up 1\n", "text/plain; version=0.0.4"]);
    await fetchFrom(`${url}/metrics`, { accept: "openmetrics" });
    expect(seen[0]).toMatchObject({ accept: expect.stringMatching(/^text\/plain;version=0\.0\.4;q=1,/) });
    expect(seen[1]).toMatchObject({
      accept: expect.stringMatching(/^application\/openmetrics-text;version=1\.0\.0;q=1,/),
    });
    expect(seen[0]?.["x-prometheus-scrape-timeout-seconds"]).toBe("5");
  });

  it("sends credentials to the first origin only, wherever it leads", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers["x-secret"] as string | undefined);
      response.end("up 1\n");
    });
    const first = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers["x-secret"] as string | undefined);
      response.writeHead(302, { Location: request.url === "/a" ? "/b" : `${other}/c` }).end();
    });
    const headers = [["X-Secret", "s"]] as const;
    const { body } = await fetchFrom(`${first}/a`, { authorization: "Bearer t", headers });
    expect(body.toString()).toBe("up 1\n");
    expect(seen).toEqual(["Bearer t", "s", "Bearer t", "s", undefined, undefined]);
  });

  it("sends the URL's user and password wherever its own origin leads, and none that a server names", async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === "/c") response.end("up 1\n");
      else {
        const next = request.url === "/a" ? `${url}/b` : `${url.replace("//", "//you:q@")}/c`;
        response.writeHead(302, { Location: next }).end();
      }
    });
    await fetchFrom(`${url.replace("//", "//me:p@")}/a`);
    const mine = `Basic ${Buffer.from("me:p").toString("base64")}`;
    expect(seen).toEqual([mine, mine, mine]);
  });

  it("takes user and password from the URL and never shows them", async () => {
    let seen: string | undefined;
    const url = await serve((request, response) => {
      seen = request.headers.authorization;
      response.writeHead(403).end();
    });
    const target = url.replace("//", "//me:p%40ss@");
    await expect(fetchFrom(target)).rejects.toThrow(/^http:\/\/127\.0\.0\.1:\d+\/: it answers with status 403$/);
    expect(seen).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
    expect(shownUrl(new URL("http://me:x@h/m"))).toBe("http://h/m");
  });

  it.each([
    ["endless redirects", { status: 302, headers: { Location: "/" }, body: "" }, /leads elsewhere more than 5 times/],
    ["another scheme", { status: 301, headers: { Location: "file:///etc" }, body: "" }, /leads to file:/],
    ["a page that is too large", { status: 200, headers: {}, body: "x".repeat(10_001) }, /larger than 10000 bytes/],
    [
      "a small answer that unpacks to a large one",
      { status: 200, headers: { "Content-Encoding": "gzip" }, body: gzipSync(Buffer.alloc(1_000_000)) },
      /larger than 10000 bytes/,
    ],
    ["what is no gzip", { status: 200, headers: { "Content-Encoding": "gzip" }, body: "plain" }, /incorrect header/],
    ["a coding that nobody asked for", { status: 200, headers: { "Content-Encoding": "br" }, body: "" }, /coding br/],
  ])("refuses %s", async (_what, { status, headers, body }, message) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, headers as Record<string, string>).end(body);
    });
    const refusal = fetchFrom(`${url}/`);
    await expect(refusal).rejects.toThrow(TargetError);
    await expect(refusal).rejects.toThrow(message);
  });

  it("gives up on an answer that does not come, or stops, in time", async () => {
    const silent = await serve(() => {});
    await expect(fetchFrom(silent, { timeoutMs: 100 })).rejects.toThrow(/no whole answer within 0\.1 s/);
    const stalling = await serve((_request, response) => {
      response.write("up 1\n");
    });
    await expect(fetchFrom(stalling, { timeoutMs: 100 })).rejects.toThrow(/no whole answer within 0\.1 s/);
  });

  it("notices an answer that breaks off", async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { "Content-Length": "100", "Content-Encoding": "gzip" });
      response.write(gzipSync("up 1\n").subarray(0, 12), () => request.socket.destroy());
    });
    await expect(fetchFrom(url)).rejects.toThrow(TargetError);
  });

  it("checks a server's certificate, and takes an authority, another name or none at all", async () => {
    const server = createServer({ key: fixture("server.key"), cert: fixture("server.pem") }, (_request, response) =>
      response.end("up 1\n"),
    );
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    onTestFinished(() => void server.close());
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(fetchFrom(url)).rejects.toThrow(/certificate/);
    expect((await fetchFrom(url, { tls: { rejectUnauthorized: false } })).body.toString()).toBe("up 1\n");
    const tls = { ca: fixture("ca.pem"), servername: "localhost" };
    expect((await fetchFrom(url, { tls })).body.toString()).toBe("up 1\n");
    await expect(fetchFrom(url, { tls: { ...tls, servername: "elsewhere.test" } })).rejects.toThrow(TargetError);
  });
});
