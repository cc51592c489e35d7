import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureBuilt } from "../servers/build.ts";
import { createImageBuilder, type ImageBuilder } from "../servers/container-image.ts";
import { startHttpServer, type HttpServerProcess } from "../servers/http-server.ts";
import { REPOSITORY } from "../servers/paths.ts";

/** What the published base image takes (24 MB), with room to grow. */
const BASE_IMAGE_BYTES = 28e6;
const LIMIT_BYTES = 200e6;

const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const sizeOf = (folder: string): number => files(folder).reduce((total, file) => total + statSync(file).size, 0);

/** Folders of packages/ with a command. */
const AGENTS = readdirSync(join(REPOSITORY, "packages")).filter((name) =>
  readFileSync(join(REPOSITORY, "packages", name, "package.json"), "utf8").includes('"bin":'),
);

/** What an ELF file is made for: 62 is x86-64, 183 is AArch64. */
const machineOf = (file: string): number => readFileSync(file).readUInt16LE(18);

describe("the image, built by buildah from deploy/Containerfile", () => {
  let builder: ImageBuilder;
  let output: string;
  let root: string;
  let agent: HttpServerProcess | undefined;

  beforeAll(() => {
    builder = createImageBuilder();
    output = builder.build("test/node-exporter", { AGENT: "node-exporter", REVISION: "0123abc" });
    root = builder.mount("test/node-exporter");
  }, 300_000);

  afterAll(async () => {
    await agent?.stop();
    builder?.remove();
  });

  test("npm has nothing to warn of", () => {
    expect(output).toContain("added ");
    expect(output).not.toMatch(/npm (?:warn|error)|deprecated/i);
  });

  test("says who runs it and how, as the command's first line does", () => {
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, "packages/node-exporter/package.json"), "utf8")) as {
      version: string;
    };
    const config = builder.config("test/node-exporter");
    expect(config.User).toBe("65534:65534");
    expect(config.Healthcheck.Test).toEqual(["NONE"]);
    const bin = readFileSync(join(REPOSITORY, "packages/node-exporter/bin/node-exporter.js"), "utf8");
    const [, variable, flags] = /^#!\/usr\/bin\/env -S (\S+) node (.*)$/m.exec(bin) ?? [];
    expect(config.Env).toContain(variable);
    expect(config.Entrypoint).toEqual(["/usr/local/bin/node", flags, "/app/agent.js"]);
    expect(config.Labels).toMatchObject({
      "org.opencontainers.image.title": "sightglass node-exporter",
      "org.opencontainers.image.version": version,
      "org.opencontainers.image.revision": "0123abc",
      "org.opencontainers.image.licenses": "Apache-2.0",
    });
  });

  test("is below 200 MB, unpacked", () => {
    const added = sizeOf(join(root, "app")) + sizeOf(join(root, "usr/local"));
    console.log(`${(sizeOf(join(root, "app")) / 1e6).toFixed(1)} MB of agent, ${(added / 1e6).toFixed(1)} with Node`);
    expect(added).toBeGreaterThan(100e6);
    expect(added + BASE_IMAGE_BYTES).toBeLessThan(LIMIT_BYTES);
  });

  test("holds no sources, tests, types, compilers or package manager, and the licences", () => {
    const names = files(root).map((file) => file.slice(root.length));
    expect(
      names.filter((name) => /\.(?:ts|map|tsbuildinfo)$|\/(?:npm|esbuild|typescript|vitest)(?:\/|$)/.test(name)),
    ).toEqual([]);
    expect(names.filter((name) => name.startsWith("/app/node_modules/express/LICENSE"))).toHaveLength(1);
    expect(existsSync(join(root, "app/packages/sightglass"))).toBe(false);
  });

  test("runs as nobody on what is in it, with no shell, and serves this host's metrics", async () => {
    expect(["bin/sh", "usr/bin/sh", "bin/busybox"].filter((path) => existsSync(join(root, path)))).toEqual([]);
    const { Entrypoint, Env } = builder.config("test/node-exporter");
    agent = await startHttpServer(
      (address) => ({
        name: "image",
        command: "unshare",
        args: [
          "--mount",
          "bash",
          "-c",
          'set -e; for f in proc sys dev; do mount --rbind "/$f" "$1/$f"; done; shell="$1"; shift; exec /usr/sbin/chroot --userspec=65534:65534 --groups= "$shell" "$@"',
          "bash",
          root,
          ...Entrypoint,
          `--web.listen-address=${address}`,
        ],
        env: Object.fromEntries(Env.map((each) => each.split("=", 2) as [string, string])),
      }),
      { path: "/-/ready" },
    );
    const page = await (await fetch(`${agent.url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
    expect(page).toMatch(/^node_load1 [0-9.e+-]+$/m);
    expect(page).toMatch(/version="(?:v|node)26\./);
    // By koffi, whose library is in the image for this architecture.
    expect(page).toMatch(/^node_timex_maxerror_seconds /m);
    expect(await agent.stop()).toBe(0);
  });
});

describe("what deploy/Containerfile puts together", () => {
  let folder: string;

  beforeAll(() => {
    ensureBuilt();
    folder = mkdtempSync(join(tmpdir(), "sightglass-assembled-"));
  }, 500_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const assemble = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(REPOSITORY, "deploy/image/assemble.mjs"), ...args], {
      encoding: "utf8",
      timeout: 120_000,
    });

  test.each(AGENTS)(
    "%s starts from its folder",
    (agent) => {
      const target = join(folder, agent);
      const { status, stderr } = assemble(agent, "", target);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      const version = execFileSync(process.execPath, [join(target, "agent.js"), "--version"], {
        encoding: "utf8",
        timeout: 30_000,
      });
      expect(version).toMatch(/\d+\.\d+\.\d+/);
      expect(sizeOf(target)).toBeLessThan(22e6);
    },
    150_000,
  );

  test("for arm64 it has arm64's libraries and no others, on this architecture", () => {
    const target = join(folder, "arm64");
    expect(assemble("node-exporter", "arm64", target)).toMatchObject({ status: 0, stderr: "" });
    const libraries = files(target).filter((file) => file.endsWith(".node"));
    expect(libraries.length).toBeGreaterThan(0);
    expect([...new Set(libraries.map(machineOf))]).toEqual([183]);
  }, 150_000);

  test.each([
    [["node-exportr", "amd64", "x"], /no agent "node-exportr"; there are: .*node-exporter/],
    [["exporter-kit", "amd64", "x"], /no agent "exporter-kit"/],
    [["node-exporter", "s390x", "x"], /"s390x" is neither amd64 nor arm64/],
    [["node-exporter", "amd64"], /no folder/],
  ])("%j is refused", (args, message) => {
    const { status, stderr } = assemble(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});
