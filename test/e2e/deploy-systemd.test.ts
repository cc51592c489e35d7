import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureBuilt } from "../servers/build.ts";
import { freePort } from "../servers/http-server.ts";
import { REPOSITORY } from "../servers/paths.ts";
import { serverDirectory, startProcess, type RunningProcess } from "../servers/process.ts";
import { waitFor } from "../servers/wait-for.ts";

const UNITS = join(REPOSITORY, "deploy/node-exporter/systemd");
const SERVICE = join(UNITS, "sightglass-node-exporter.service");
const SOCKET = join(UNITS, "sightglass-node-exporter.socket");
const BIN = join(REPOSITORY, "packages/node-exporter/bin/node-exporter.js");

/** What `systemd-analyze security` may rate the unit at, in tenths: 100 is without protection, 0 without any access. */
const EXPOSURE = 20;

const analyze = (...args: readonly string[]) =>
  spawnSync("systemd-analyze", args, { encoding: "utf8", timeout: 60_000 });

/** The values of a key of the unit, in their order. */
const valuesOf = (key: string): readonly string[] =>
  readFileSync(SERVICE, "utf8")
    .split("\n")
    .filter((line) => line.startsWith(`${key}=`))
    .map((line) => line.slice(key.length + 1));

describe("the unit and its socket", () => {
  test("systemd finds nothing to object to", () => {
    const { status, stdout, stderr } = analyze("verify", "--man=no", SERVICE, SOCKET);
    expect(`${stdout}${stderr}`).toBe("");
    expect(status).toBe(0);
  });

  test("a misspelt setting would be found", () => {
    const folder = serverDirectory("units");
    const copy = join(folder, "sightglass-node-exporter.service");
    cpSync(SOCKET, join(folder, "sightglass-node-exporter.socket"));
    writeFileSync(copy, readFileSync(SERVICE, "utf8").replace("ProtectSystem=", "ProtectSystems="));
    const { stdout, stderr } = analyze("verify", "--man=no", copy);
    expect(`${stdout}${stderr}`).toContain("ProtectSystems");
  });

  test(`systemd rates its exposure below ${EXPOSURE / 10}`, () => {
    const { status, stdout } = analyze("security", "--offline=true", `--threshold=${EXPOSURE}`, "--no-pager", SERVICE);
    expect(stdout).toMatch(/Overall exposure level .*: \d\.\d OK/);
    expect(status).toBe(0);
  });

  test("it starts as the command's first line does, on the socket", () => {
    const [, variable, flags] = /^#!\/usr\/bin\/env -S (\S+) node (.*)$/m.exec(readFileSync(BIN, "utf8")) ?? [];
    expect(valuesOf("Environment")).toContain(variable);
    expect(valuesOf("ExecStart")).toEqual([
      `/usr/bin/env node ${flags} /usr/local/lib/node_modules/@sightglass/node-exporter/bin/node-exporter.js --web.systemd-socket $ARGS`,
    ]);
  });
});

describe("started by the first scrape of its socket", () => {
  let activated: RunningProcess;
  let url: string;

  beforeAll(async () => {
    ensureBuilt();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const [command] = valuesOf("ExecStart");
    const words = (command ?? "")
      .replace(/\S+\/node-exporter\.js/, BIN)
      .replace(" $ARGS", "")
      .split(" ");
    activated = startProcess({
      name: "socket-activate",
      command: "systemd-socket-activate",
      args: [`--listen=127.0.0.1:${port}`, "--setenv=PATH", ...words],
    });
    await waitFor("the socket", { timeoutMs: 10_000 }, () => activated.log().includes("Listening on"));
  }, 500_000);

  afterAll(async () => {
    await activated?.stop();
  });

  test("nothing runs before, and the first scrape is answered", async () => {
    expect(readFileSync(`/proc/${activated.pid}/comm`, "utf8")).toBe("systemd-socket-\n");
    const page = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(20_000) })).text();
    expect(page).toMatch(/^node_load1 [0-9.e+-]+$/m);
    expect(readFileSync(`/proc/${activated.pid}/cmdline`, "utf8")).toContain("--web.systemd-socket");
  });

  test("it stops when systemd asks it to", async () => {
    expect(await activated.stop()).toBe(0);
  });
});
