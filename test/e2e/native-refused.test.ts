import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseExposition } from "@sightglass/metrics-registry";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { startHttpServer, type HttpServerProcess } from "../servers/http-server.ts";
import { REPOSITORY } from "../servers/paths.ts";
import { serverDirectory } from "../servers/process.ts";

/** Numbers of system calls by architecture. */
const CALLS: Readonly<Record<string, { readonly adjtimex: number; readonly socket: number }>> = {
  x64: { adjtimex: 159, socket: 41 },
  arm64: { adjtimex: 171, socket: 198 },
};

const COLLECTORS = ["timex", "qdisc", "network_route", "wifi", "netclass", "loadavg"];

/**
 * A module that sets up the filter which systemd sets up for a unit with `ProtectClock=yes` and a
 * `RestrictAddressFamilies=` without AF_NETLINK: adjtimex fails with EPERM, and a netlink socket with EAFNOSUPPORT.
 */
function filterModule(): string {
  const calls = CALLS[process.arch];
  if (calls === undefined) throw new Error(`the numbers of system calls on ${process.arch} are not known here`);
  return `import { createRequire } from "node:module";
const koffi = createRequire(${JSON.stringify(join(REPOSITORY, "packages/node-exporter/package.json"))})("koffi");
const prctl = koffi.load(null).func("int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)");
const LOAD = 0x20, IF_EQUAL = 0x15, RETURN = 0x06, ALLOW = 0x7fff0000, ERROR = 0x00050000;
// Code, jumps when true and when false, operand. The data begin with the number of the call; its first argument is at 16.
const program = [
  [LOAD, 0, 0, 0],
  [IF_EQUAL, 3, 0, ${calls.adjtimex}],
  [IF_EQUAL, 0, 4, ${calls.socket}],
  [LOAD, 0, 0, 16],
  [IF_EQUAL, 1, 2, 16],
  [RETURN, 0, 0, ERROR | 1],
  [RETURN, 0, 0, ERROR | 97],
  [RETURN, 0, 0, ALLOW],
];
const filter = Buffer.alloc(8 * program.length);
program.forEach(([code, whenTrue, whenFalse, operand], at) => {
  filter.writeUInt16LE(code, 8 * at);
  filter.writeUInt8(whenTrue, 8 * at + 2);
  filter.writeUInt8(whenFalse, 8 * at + 3);
  filter.writeUInt32LE(operand, 8 * at + 4);
});
const head = Buffer.alloc(16);
head.writeUInt16LE(program.length, 0);
head.writeBigUInt64LE(koffi.address(filter), 8);
if (prctl(38, 1, 0, 0, 0) !== 0 || prctl(22, 2, koffi.address(head), 0, 0) !== 0) throw new Error("no filter");
`;
}

let agent: HttpServerProcess;

beforeAll(async () => {
  ensureBuilt();
  const preload = join(serverDirectory("native-refused"), "filter.mjs");
  writeFileSync(preload, filterModule());
  agent = await startHttpServer(
    (address) => ({
      name: "native-refused",
      command: SIGHTGLASS,
      args: [
        "node",
        `--web.listen-address=${address}`,
        "--log.level=debug",
        "--collector.disable-defaults",
        ...COLLECTORS.map((name) => `--collector.${name}`),
        "--collector.netclass.netlink",
      ],
      env: { NODE_OPTIONS: `--import=${preload}` },
    }),
    { path: "/-/healthy" },
  );
}, 500_000);

afterAll(() => agent?.stop());

test("a sandbox that refuses the calls is named as what is in the way, and nothing else suffers", async () => {
  const answer = await fetch(`${agent.url}/metrics`, { signal: AbortSignal.timeout(5000) });
  const families = parseExposition(await answer.text(), { format: "text" });
  const reasons = families
    .find(({ name }) => name === "node_scrape_collector_status")
    ?.points.flatMap(({ labels, ...point }) => {
      const label = (wanted: string) => labels.find(([name]) => name === wanted)?.[1];
      return "value" in point && point.value === 1 ? [`${label("collector")}: ${label("reason")}`] : [];
    });
  expect(reasons?.filter((one) => !one.endsWith(": disabled")).toSorted()).toEqual([
    "loadavg: ok",
    "netclass: denied",
    "network_route: denied",
    "qdisc: denied",
    "timex: denied",
    "wifi: denied",
  ]);
  const log = agent.log();
  expect(log).toMatch(/name=timex .*adjtimex: operation not permitted; .*ProtectClock=/);
  for (const name of ["netclass", "network_route", "qdisc", "wifi"]) {
    expect(log).toMatch(
      new RegExp(`name=${name} .*netlink sockets are refused .*RestrictAddressFamilies=.* must allow AF_NETLINK`),
    );
  }
});
