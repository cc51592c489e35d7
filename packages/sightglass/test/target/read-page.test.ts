import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { UsageError } from "@sightglass/exporter-kit";
import type { ClientSettings } from "../../src/target/client-settings.ts";
import { parseTarget, readPage } from "../../src/target/read-page.ts";
import { TargetError } from "../../src/target/target-error.ts";
import { folderWith } from "../support/folder.ts";
import { serve } from "../support/server.ts";

const SETTINGS: ClientSettings = { headers: [], tls: {}, timeoutMs: 5_000, maxBytes: 1_000, accept: "text" };

describe("parseTarget", () => {
  it.each([
    ["http://h:9100", "http://h:9100/metrics"],
    ["http://h:9100/", "http://h:9100/metrics"],
    ["HTTPS://h/probe?x=1", "https://h/probe?x=1"],
    ["http://me:secret@h/m", "http://h/m"],
  ])("takes %s for the URL %s", (text, name) => {
    expect(parseTarget(text)).toMatchObject({ kind: "url", name });
  });

  it("takes anything else for a file, and refuses what only looks like a URL", () => {
    expect(parseTarget("a.prom")).toEqual({ kind: "file", name: "a.prom", path: "a.prom" });
    expect(() => parseTarget("http://[")).toThrow(UsageError);
  });
});

describe("readPage", () => {
  const read = (path: string) => readPage(parseTarget(path), SETTINGS);

  it("reads text and OpenMetrics, plain or gzipped, with or without the last line feed", async () => {
    const folder = folderWith({
      "a.prom": "# TYPE a counter\na 1\n",
      "b.gz": gzipSync("b 2"),
      "c.om": "# TYPE c counter\nc_total 3\n# EOF\n",
    });
    expect(await read(join(folder, "a.prom"))).toMatchObject({ format: "text", bytes: 21, families: [{ name: "a" }] });
    expect(await read(join(folder, "b.gz"))).toMatchObject({ format: "text", families: [{ name: "b" }] });
    expect(await read(join(folder, "c.om"))).toMatchObject({ format: "openmetrics", families: [{ name: "c_total" }] });
  });

  it("goes by the content type of an answer", async () => {
    const url = await serve((_request, response) => {
      response.setHeader("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
      response.end("# TYPE c counter\nc_total 3\n# EOF\n");
    });
    expect(await read(url)).toMatchObject({ format: "openmetrics", families: [{ name: "c_total", type: "counter" }] });
  });

  it("reads no more than the limit of a file whose size does not tell how much it holds", async () => {
    // procfs says 0 of each of its files; the table of the kernel's symbols is some megabytes.
    await expect(read("/proc/kallsyms")).rejects.toThrow(/larger than 1000 bytes/);
  });

  it.each([
    ["a line that is none", "a b c d\n", /f:1: /],
    ["an empty page", "\n", /no metrics/],
    ["a large page", "a".repeat(1_001), /larger than 1000 bytes/],
    ["what unpacks to a large page", gzipSync(Buffer.alloc(100_000)), /larger than 1000 bytes|1000/],
    ["bytes that are no text", Buffer.from([0x61, 0xff, 0x0a]), /invalid UTF-8/],
  ])("refuses %s", async (_what, content, message) => {
    const refusal = read(join(folderWith({ f: content }), "f"));
    await expect(refusal).rejects.toThrow(TargetError);
    await expect(refusal).rejects.toThrow(message);
  });

  it("refuses what is no regular file, without waiting for a writer", async () => {
    const folder = folderWith({});
    spawnSync("mkfifo", [join(folder, "fifo")]);
    await expect(read(join(folder, "fifo"))).rejects.toThrow(/no regular file/);
    await expect(read(folder)).rejects.toThrow(/no regular file/);
    await expect(read("localhost:9100")).rejects.toThrow(/ENOENT.*; a URL begins with http:\/\//);
  });
});
