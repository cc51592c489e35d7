import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SIGHTGLASS, startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { REPOSITORY } from "../servers/paths.ts";
import { serverDirectory } from "../servers/process.ts";

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (command: string, args: readonly string[], cwd: string): Run =>
  spawnSync(command, [...args], { cwd, encoding: "utf8", timeout: 240_000 });

const succeeded = (result: Run): string => {
  if (result.status !== 0) {
    throw new Error(`exit ${result.status}:\n${result.stdout}${result.stderr}`);
  }
  return result.stdout;
};

/** Every file below a folder, as paths relative to it. */
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

describe("the packed packages, installed in an empty folder", () => {
  let folder: string;
  let installOutput: string;
  let agent: HttpServerProcess | undefined;
  const installedCommand = (): string => join(folder, "node_modules/.bin/sightglass");

  beforeAll(() => {
    ensureBuilt();
    folder = serverDirectory("packed");
    const tarballs = join(folder, "tarballs");
    mkdirSync(tarballs);
    succeeded(run("npm", ["pack", "--workspaces", "--silent", "--pack-destination", tarballs], REPOSITORY));
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const packed = readdirSync(tarballs).map((name) => join(tarballs, name));
    const install = run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...packed], folder);
    succeeded(install);
    installOutput = install.stdout + install.stderr;
  }, 900_000);

  afterAll(async () => {
    await agent?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("npm has nothing to warn of but koffi's install script, which is not needed", () => {
    const warnings = installOutput.split("\n").filter((line) => /warn|deprecated/i.test(line));
    expect(warnings.filter((line) => !line.startsWith("npm warn install-scripts"))).toEqual([]);
    expect(warnings.filter((line) => line.includes("install:"))).toEqual([
      expect.stringMatching(/^npm warn install-scripts +koffi@\S+ \(install: /),
    ]);
  });

  test("holds what a user needs and no sources, tests or build records", () => {
    for (const name of ["metrics-registry", "exporter-kit", "node-exporter", "cli"]) {
      const files = filesBelow(join(folder, "node_modules/@sightglass", name)).filter(
        (file) => !file.startsWith("node_modules/"),
      );
      expect(files, name).toContain("README.md");
      expect(
        files.some((file) => file.startsWith("dist/") && file.endsWith(".js")),
        name,
      ).toBe(true);
      expect(
        files.filter((file) => /^(?:src|test)\/|tsbuildinfo|tsconfig|turbo\.json/.test(file)),
        name,
      ).toEqual([]);
    }
  });

  test("every entry of every exports map that is not a source exists", () => {
    for (const name of ["metrics-registry", "exporter-kit", "node-exporter", "cli"]) {
      const root = join(folder, "node_modules/@sightglass", name);
      const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
        exports: Record<string, Record<string, string>>;
      };
      for (const conditions of Object.values(manifest.exports)) {
        for (const condition of ["types", "default"]) {
          const target = conditions[condition] ?? "";
          expect(existsSync(join(root, target)), `${name} ${target}`).toBe(true);
        }
      }
    }
  });

  test("sightglass node serves this host's metrics", async () => {
    agent = await startAgent({ command: installedCommand(), cwd: folder });
    const page = await (await fetch(`${agent.url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
    expect(page).toMatch(/^node_load1 [0-9.e+-]+$/m);
    expect(page).toContain("node_uname_info{");
    expect((await fetch(`${agent.url}/`, { signal: AbortSignal.timeout(10_000) })).status).toBe(200);
    expect(await agent.stop()).toBe(0);
  });

  test("sightglass --version and --help answer, an unknown agent is refused", () => {
    expect(succeeded(run(installedCommand(), ["--version"], folder))).toMatch(/\d+\.\d+\.\d+/);
    expect(succeeded(run(installedCommand(), ["node", "--help"], folder))).toContain("--web.listen-address");
    const refused = run(installedCommand(), ["nodee"], folder);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("node");
  });
});

describe("the command in the checkout", () => {
  test("is linked by npm ci, executable, and answers", () => {
    ensureBuilt();
    const linked = join(REPOSITORY, "node_modules/.bin/sightglass");
    expect(statSync(linked).mode & 0o111).toBe(0o111);
    expect(succeeded(run(linked, ["node", "--version"], REPOSITORY))).toMatch(/\d+\.\d+\.\d+/);
  }, 500_000);

  test("says what to do when it was not built", () => {
    const copy = join(serverDirectory("unbuilt"), "sightglass");
    mkdirSync(join(copy, "bin"), { recursive: true });
    cpSync(SIGHTGLASS, join(copy, "bin/sightglass.js"));
    cpSync(join(REPOSITORY, "packages/sightglass/package.json"), join(copy, "package.json"));
    const { status, stderr } = run(join(copy, "bin/sightglass.js"), ["node"], copy);
    expect(status).toBe(1);
    expect(stderr).toContain("npm run build");
  });
});
