import { copyFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { WebConfigSource } from "../../../src/web/config/web-config-source.ts";
import type { LoadedWebConfig } from "../../../src/web/config/web-config-source.ts";
import { Harness, fixture } from "../web-harness.ts";

const harness = new Harness();
afterEach(() => harness.clean());

interface Opened {
  readonly source: WebConfigSource;
  readonly reloads: boolean[];
  readonly changes: LoadedWebConfig[];
}

async function open(file: string, checkEveryMs = 0): Promise<Opened> {
  const reloads: boolean[] = [];
  const changes: LoadedWebConfig[] = [];
  const source = await WebConfigSource.open(file, {
    log: harness.log,
    onReload: (ok) => reloads.push(ok),
    onChange: (loaded) => changes.push(loaded),
    checkEveryMs,
  });
  return { source, reloads, changes };
}

const frameOptions = (value: string): string => `http_server_config: {headers: {X-Frame-Options: ${value}}}\n`;

describe("WebConfigSource", () => {
  it("reads the file again when it changes, and not otherwise", async () => {
    const file = harness.config(frameOptions("deny"));
    const { source, reloads, changes } = await open(file);
    source.check();
    expect(reloads).toEqual([]);
    writeFileSync(file, frameOptions("sameorigin"));
    source.check();
    source.check();
    expect(reloads).toEqual([true]);
    expect(changes[0]).toBe(source.loaded);
    expect(source.loaded.config.headers.get("X-Frame-Options")).toBe("sameorigin");
  });

  it("looks at the file no more often than told", async () => {
    const file = harness.config(frameOptions("deny"));
    const { source, reloads } = await open(file, 3_600_000);
    writeFileSync(file, frameOptions("sameorigin"));
    source.check();
    expect(reloads).toEqual([]);
    source.reload();
    expect(reloads).toEqual([true]);
  });

  it("keeps the old configuration through a broken, a missing and a repaired file, one report each", async () => {
    const file = harness.config(frameOptions("deny"));
    const { source, reloads } = await open(file);
    writeFileSync(file, "junk");
    for (let time = 0; time < 5; time += 1) source.check();
    rmSync(file);
    for (let time = 0; time < 5; time += 1) source.check();
    expect(source.loaded.config.headers.get("X-Frame-Options")).toBe("deny");
    writeFileSync(file, frameOptions("sameorigin"));
    for (let time = 0; time < 5; time += 1) source.check();
    expect(reloads).toEqual([false, false, true]);
    expect(harness.log.lines.map((line) => line.level)).toEqual(["error", "error", "info"]);
    expect(harness.log.lines[0]?.fields["err"]).toBe(`${file}:1: the document: expected a mapping`);
  });

  it("waits for the key when the certificate was replaced first", async () => {
    const file = harness.config("tls_server_config: {cert_file: a.pem, key_file: a.key}\n");
    const folder = join(file, "..");
    const install = (name: string, ending: string): void =>
      copyFileSync(fixture(`${name}.${ending}`), join(folder, `a.${ending}`));
    install("server", "pem");
    install("server", "key");
    const { source, reloads } = await open(file);
    const first = source.loaded;
    install("server-2", "pem");
    source.check();
    expect(source.loaded).toBe(first);
    install("server-2", "key");
    source.check();
    expect(source.loaded).not.toBe(first);
    expect(reloads).toEqual([false, true]);
  });

  it("notices a swapped link, as Kubernetes updates mounted secrets", async () => {
    const folder = harness.folder();
    for (const value of ["deny", "sameorigin"]) writeFileSync(join(folder, `${value}.yml`), frameOptions(value));
    const file = join(folder, "web.yml");
    symlinkSync("deny.yml", file);
    const { source, reloads } = await open(file);
    symlinkSync("sameorigin.yml", join(folder, "next"));
    renameSync(join(folder, "next"), file);
    source.check();
    expect(reloads).toEqual([true]);
    expect(source.loaded.config.headers.get("X-Frame-Options")).toBe("sameorigin");
  });
});
