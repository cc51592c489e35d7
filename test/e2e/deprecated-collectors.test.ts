import { createSocket, type Socket } from "node:dgram";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { parseExposition } from "@sightglass/metrics-registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { startNodeExporter } from "../servers/node-exporter.ts";
import { serverDirectory } from "../servers/process.ts";

const folder = serverDirectory("deprecated-collectors");
const UNIX_EPOCH = 2_208_988_800;
/** Seconds since 1900 of the moment at which the server says that its clock was set. */
const reference = Math.floor(Date.now() / 1000) - 64 + UNIX_EPOCH;

/** An NTP server: stratum 3, set a minute ago, 12 ms from its reference clock. */
async function serveNtp(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.on("message", (question, from) => {
    const bytes = Buffer.alloc(48);
    bytes.set([0b00_100_100, 3, 6, 0xec]);
    bytes.writeUInt32BE(786, 4);
    bytes.writeUInt32BE(1311, 8);
    bytes.writeUInt32BE(reference, 16);
    bytes.writeUInt32BE(0x4000_0000, 20);
    question.copy(bytes, 24, 40, 48);
    const now = Date.now();
    for (const at of [32, 40]) {
      bytes.writeUInt32BE(Math.floor(now / 1000) + UNIX_EPOCH, at);
      bytes.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32), at + 4);
    }
    socket.send(bytes, from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  return socket;
}

const member = (name: string, type: string, value: string | number): string =>
  `<member>\n<name>${name}</name>\n<value><${type}>${value}</${type}></value>\n</member>\n`;

const processInfo = (name: string, state: number, exit: number): string =>
  `<value><struct>\n${member("description", "string", "pid 7, uptime 0:01:02")}${member("pid", "int", 7)}` +
  `${member("stderr_logfile", "string", "")}${member("stop", "int", 0)}${member("logfile", "string", "/x&amp;y")}` +
  `${member("exitstatus", "int", exit)}${member("spawnerr", "string", "Exited &lt;quickly&gt;")}${member("now", "int", 1_700_000_099)}` +
  `${member("group", "string", "group of " + name)}${member("name", "string", name)}${member("statename", "string", "ANY")}` +
  `${member("start", "int", 1_700_000_000 + state)}${member("state", "int", state)}</struct></value>\n`;

const PROCESSES = [0, 10, 20, 30, 40, 100, 200, 1000].map((state) => processInfo(`in ${state}`, state, state % 7));
const RESPONSE = `<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value><array><data>\n${PROCESSES.join("")}</data></array></value>\n</param>\n</params>\n</methodResponse>\n`;

async function serveSupervisord(where: string | number): Promise<Server> {
  const server = createServer((request, answer) => {
    request.resume().once("end", () => answer.setHeader("content-type", "text/xml").end(RESPONSE));
  });
  await new Promise<void>((resolve) => {
    if (typeof where === "string") server.listen(where, resolve);
    else server.listen(where, "127.0.0.1", resolve);
  });
  return server;
}

function writeService(name: string, state: number, want: string, seconds: bigint): void {
  const supervise = join(folder, "service", name, "supervise");
  mkdirSync(supervise, { recursive: true });
  const bytes = Buffer.alloc(20);
  bytes.writeBigUInt64BE(2n ** 62n + 10n + seconds);
  bytes.write(want, 17, "latin1");
  bytes[19] = state;
  writeFileSync(join(supervise, "status"), bytes);
}

let ntp: Socket;
const servers: Server[] = [];
const running: HttpServerProcess[] = [];

/** Values by series of one collector, from our program and from node_exporter with the same flags. */
async function bothOf(names: RegExp, flags: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const all = ["--collector.disable-defaults", ...flags];
  const both = await Promise.all([
    startAgent({ flags: all, env }),
    startNodeExporter({ version: "current", flags: all, env }),
  ]);
  running.push(...both);
  return Promise.all(
    both.map(async ({ url }) => {
      const text = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(20_000) })).text();
      const found: Record<string, string> = {};
      for (const { name, type, points } of parseExposition(text, { format: "text" })) {
        if (!names.test(name)) continue;
        for (const point of points) {
          const labels = point.labels.map((pair) => pair.join("=")).toSorted();
          if ("value" in point) found[`${name} ${labels.join(" ")}`] = `${type} ${point.value}`;
        }
      }
      return found;
    }),
  );
}

beforeAll(async () => {
  ensureBuilt();
  ntp = await serveNtp();
  servers.push(await serveSupervisord(0), await serveSupervisord(join(folder, "supervisor.sock")));
  writeService("up", 1, "u", 1_700_000_000n);
  writeService("down", 0, "d", 1_600_000_000n);
  writeService("finishing", 2, "o", 0n);
  writeFileSync(join(folder, "service/down/supervise/down"), "");
  mkdirSync(join(folder, "service/never-started"));
  writeFileSync(join(folder, "service/file"), "");
  symlinkSync("up", join(folder, "service/linked"));
}, 300_000);

afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  for (const server of servers) server.close();
  ntp?.close();
});

describe("collectors that node_exporter is going to take out have its series", () => {
  test("ntp", async () => {
    const { port } = ntp.address();
    const flags = [
      "--collector.ntp",
      `--collector.ntp.server-port=${port}`,
      "--collector.ntp.protocol-version=3",
      "--collector.ntp.local-offset-tolerance=2s",
    ];
    const [ours, theirs] = await bothOf(/^node_ntp_/, flags);
    const measured = /^node_ntp_(rtt|offset)_seconds /;
    const fixed = (found: Readonly<Record<string, string>> | undefined) =>
      Object.entries(found ?? {}).filter(([series]) => !measured.test(series));
    expect(Object.keys(ours ?? {})).toEqual(Object.keys(theirs ?? {}));
    expect(fixed(ours)).toHaveLength(6);
    expect(fixed(ours)).toEqual(fixed(theirs));
    for (const found of [ours, theirs]) {
      const offset = Number(found?.["node_ntp_offset_seconds "]?.split(" ")[1]);
      expect(Math.abs(offset)).toBeLessThan(1);
    }
  });

  test.each(["http", "unix", "environment"])("supervisord (%s)", async (how) => {
    const address = servers[0]?.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/RPC2`;
    const flags = {
      http: [`--collector.supervisord.url=${url}`],
      unix: [`--collector.supervisord.url=unix://${folder}/supervisor.sock`],
      environment: [],
    }[how];
    const env = how === "environment" ? { SUPERVISORD_URL: url } : {};
    const [ours, theirs] = await bothOf(/^node_supervisord_/, ["--collector.supervisord", ...(flags ?? [])], env);
    expect(Object.keys(theirs ?? {})).toHaveLength(PROCESSES.length * 3 + 3);
    expect(ours).toEqual(theirs);
  });

  test("runit", async () => {
    const flags = ["--collector.runit", `--collector.runit.servicedir=${folder}/service`];
    const [ours, theirs] = await bothOf(/^node_service_/, flags);
    expect(Object.keys(theirs ?? {})).toHaveLength(4 * 4);
    expect(ours).toEqual(theirs);
  });

  test("each of them warns at its start, in the same words", async () => {
    const words = "This collector is deprecated and will be removed in the next major version release.";
    const count = running.filter((one) => one.log().includes(words)).length;
    expect(count).toBe(running.length);
    expect(count).toBe(10);
  });
});
