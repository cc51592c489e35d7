import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { freePort, type HttpServerProcess } from "../servers/http-server.ts";
import { REPOSITORY } from "../servers/paths.ts";
import { startPrivateSystemd, UNITS_CHECKOUT, type PrivateSystemd } from "../servers/private-systemd.ts";
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

/** The units as they are, but for the place of the program and further settings of the service. */
function startUnit(settings: readonly string[]): Promise<PrivateSystemd> {
  const [command] = valuesOf("ExecStart");
  const bin = `${UNITS_CHECKOUT}/packages/node-exporter/bin/node-exporter.js`;
  const execStart = (command ?? "").replace(/\S+\/node-exporter\.js/, bin);
  return startPrivateSystemd({ socket: SOCKET, service: SERVICE, execStart, settings });
}

async function scrape(systemd: PrivateSystemd): Promise<string> {
  try {
    return await (await fetch(`${systemd.url}/metrics`, { signal: AbortSignal.timeout(20_000) })).text();
  } catch (error) {
    throw new Error(`no answer; systemd's log:\n${systemd.log()}`, { cause: error });
  }
}

describe("run by systemd, with all that the unit takes away", () => {
  let systemd: PrivateSystemd;
  let free: HttpServerProcess;
  let page: string;

  beforeAll(async () => {
    ensureBuilt();
    [systemd, free] = await Promise.all([startUnit([]), startAgent()]);
    page = await scrape(systemd);
  }, 500_000);

  afterAll(async () => {
    await Promise.all([systemd?.stop(), free?.stop()]);
  });

  const families = (text: string): ReadonlySet<string> =>
    new Set([...text.matchAll(/^# TYPE (node_\S+) /gm)].map(([, name = ""]) => name));

  test("every collector gives what it gives without the unit, and none is refused anything", async () => {
    const text = await (await fetch(`${free.url}/metrics`, { signal: AbortSignal.timeout(20_000) })).text();
    const lost = [...families(text)].filter((name) => !families(page).has(name));
    expect(lost).toEqual([]);
    expect(families(page).size).toBeGreaterThan(200);
    expect(page).not.toMatch(/^node_scrape_collector_status\{.*reason="(?:denied|error|timeout|unsupported)".*\} 1$/m);
    expect(page).toMatch(/^node_timex_maxerror_seconds /m);
    expect(page).toMatch(/^node_network_up\{.*device="lo".*\} /m);
  });

  test("file systems are the host's, though the unit may write to none", () => {
    const { blocks, bsize } = statfsSync("/");
    const root = (family: string) => new RegExp(`^${family}\\{.*mountpoint="/",.*\\} (\\S+)$`, "m").exec(page)?.[1];
    expect(Number(root("node_filesystem_size_bytes"))).toBe(blocks * bsize);
    expect(root("node_filesystem_readonly")).toBe("0");
  });

  test("it has a user of its own, no capability, and a filter of system calls", () => {
    const [pid] = execFileSync("pgrep", ["-f", `^node .*${UNITS_CHECKOUT}`], { encoding: "utf8", timeout: 5000 }).split(
      "\n",
    );
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    // What systemd.exec(5) takes for users that come and go.
    const uid = Number(/^Uid:\t(\d+)/m.exec(status)?.[1]);
    expect(uid).toBeGreaterThanOrEqual(61_184);
    expect(uid).toBeLessThanOrEqual(65_519);
    for (const set of ["Inh", "Prm", "Eff", "Bnd", "Amb"]) expect(status).toMatch(new RegExp(`^Cap${set}:\\t0+$`, "m"));
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^Seccomp:\t2$/m);
  });
});

describe("run by systemd, with the documented override for what only root may read", () => {
  const started: PrivateSystemd[] = [];

  beforeAll(ensureBuilt, 500_000);

  afterAll(async () => {
    await Promise.all(started.map((systemd) => systemd.stop()));
  });

  async function slabinfo(override: readonly string[]): Promise<string> {
    const systemd = await startUnit(["Environment=ARGS=--collector.slabinfo", ...override]);
    started.push(systemd);
    return scrape(systemd);
  }

  test("it is there, and without the override the page says why not", async () => {
    const override = [
      "AmbientCapabilities=CAP_DAC_READ_SEARCH",
      "CapabilityBoundingSet=CAP_DAC_READ_SEARCH",
      "PrivateUsers=no",
    ];
    const documentation = readFileSync(join(UNITS, "../README.md"), "utf8");
    for (const line of override) expect(documentation).toContain(`\`${line}\``);
    expect(await slabinfo(override)).toMatch(/^node_slabinfo_active_objects\{/m);
    expect(await slabinfo([])).toMatch(/^node_scrape_collector_status\{collector="slabinfo",reason="denied"\} 1$/m);
  });
});
