import { parseExposition, type MetricFamily } from "@sightglass/metrics-registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../packages/node-exporter/src/dbus/message.ts";
import {
  answerAsLogind,
  answerAsSystemd,
  bool,
  NOISE,
  text,
  u32,
  u64,
  type Answer,
  type FakeLogind,
  type FakeSystemd,
  type FakeUnit,
} from "../../packages/node-exporter/test/support/systemd-service.ts";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { startBusService, type BusService } from "../servers/bus-service.ts";
import { startDbusDaemon, type DbusDaemon } from "../servers/dbus-daemon.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { startNodeExporter } from "../servers/node-exporter.ts";
import { waitFor } from "../servers/wait-for.ts";

const SYSTEMD = "org.freedesktop.systemd1";
const LOGIND = "org.freedesktop.login1";
const UNLIMITED = 2n ** 64n - 1n;
/** More than a bus allows one connection to have under way. */
const SERVICES = 300;

const FLAGS = [
  "--collector.disable-defaults",
  "--collector.systemd",
  "--collector.systemd.enable-task-metrics",
  "--collector.systemd.enable-restarts-metrics",
  "--collector.systemd.enable-start-time-metrics",
  "--collector.systemd.unit-exclude=.+\\.(automount|device|scope|slice)",
  "--collector.logind",
  "--collector.loadavg",
];

const service = (index: number): FakeUnit => ({
  name: `worker-${index}@host\\x2d1.service`,
  activeState: ["active", "inactive", "failed", "activating", "deactivating", "reloading"][index % 6] ?? "",
  loadState: index % 11 === 0 ? "not-found" : "loaded",
  properties: {
    Unit: { ...NOISE, ActiveEnterTimestamp: u64(1_700_000_000_123_456n + BigInt(index) * 1_000_003n) },
    Service: {
      ...NOISE,
      // Some versions of systemd lack one or the other.
      ...(index % 7 !== 0 && { Type: text(index % 2 === 0 ? "simple" : "dbus") }),
      ...(index % 5 !== 0 && { NRestarts: u32(index) }),
      TasksCurrent: u64(index % 3 === 0 ? UNLIMITED : BigInt(index)),
      TasksMax: u64(index % 4 === 0 ? UNLIMITED : 2n ** 60n + BigInt(index)),
    },
  },
});

const MACHINE: FakeSystemd = {
  manager: { ...NOISE, Version: text("252.39-1~deb12u1"), Virtualization: text("kvm"), SystemState: text("degraded") },
  units: [
    ...Array.from({ length: SERVICES }, (_none, index) => service(index)),
    {
      name: "sshd.socket",
      properties: {
        Unit: { ActiveEnterTimestamp: u64(1_600_000_000_000_001n) },
        Socket: { ...NOISE, NAccepted: u32(4_000_000_000), NConnections: u32(7), NRefused: u32(3) },
      },
    },
    {
      name: "old.socket",
      activeState: "inactive",
      properties: { Socket: { NAccepted: u32(1), NConnections: u32(2) } },
    },
    { name: "bad.socket", activeState: "inactive", properties: { Socket: { NConnections: u32(2), NRefused: u32(2) } } },
    {
      name: "daily.timer",
      activeState: "inactive",
      properties: { Timer: { ...NOISE, LastTriggerUSec: u64(1_650_000_000_654_321n) } },
    },
    { name: "never.timer", activeState: "inactive", properties: { Timer: { LastTriggerUSec: u64(0n) } } },
    {
      name: "srv-data.mount",
      properties: { Unit: { ActiveEnterTimestamp: u64(5n) }, Mount: { ...NOISE, Type: text("nfs4") } },
    },
    { name: "multi-user.target" },
    { name: "system.slice" },
    { name: "dev-sda.device" },
  ],
};

const session = (id: string, seat: string, remote: boolean, type: string, klass: string) => ({
  id,
  seat,
  properties: { ...NOISE, Remote: bool(remote), Type: text(type), Class: text(klass) },
});

const LOGINS: FakeLogind = {
  seats: ["seat0", "seat-usb"],
  sessions: [
    session("1", "seat0", false, "x11", "user"),
    session("c2", "seat0", false, "wayland", "greeter"),
    session("3", "", true, "tty", "user"),
    session("4", "", true, "tty", "user"),
    session("5", "seat-usb", false, "newest", "manager"),
    { id: "6", seat: "seat0", properties: { Type: text("tty"), Class: text("user") } },
  ],
};

/** Connections, by their names on the bus, that have asked systemd. */
const senders = new Set<string>();

function answerSystemd(call: Message): Answer {
  senders.add(call.sender);
  return answerAsSystemd(call, MACHINE);
}

let daemon: DbusDaemon;
let systemd: BusService;
let logind: BusService;
let ours: HttpServerProcess;
let theirs: HttpServerProcess;

async function scrape(
  server: HttpServerProcess,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly MetricFamily[]> {
  const response = await fetch(`${server.url}/metrics`, { headers, signal: AbortSignal.timeout(20_000) });
  return parseExposition(await response.text(), { format: "text" });
}

/** Values by series, of families whose name has a prefix. */
function seriesOf(families: readonly MetricFamily[], prefix: RegExp): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, type, points } of families) {
    if (!prefix.test(name)) continue;
    for (const point of points) {
      const labels = point.labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).toSorted();
      if ("value" in point) found[`${name}{${labels.join(",")}}`] = `${type} ${point.value}`;
    }
  }
  return found;
}

/** Status by collector, of those that are on. */
function statuses(families: readonly MetricFamily[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, points } of families) {
    if (name !== "node_scrape_collector_status") continue;
    for (const point of points) {
      const labels = Object.fromEntries(point.labels);
      const isSet = "value" in point && point.value === 1 && labels["reason"] !== "disabled";
      if (isSet) found[labels["collector"] ?? ""] = labels["reason"] ?? "";
    }
  }
  return found;
}

beforeAll(async () => {
  ensureBuilt();
  daemon = await startDbusDaemon();
  systemd = await startBusService(daemon.socketPath, SYSTEMD, answerSystemd);
  logind = await startBusService(daemon.socketPath, LOGIND, (call) => answerAsLogind(call, LOGINS));
  const env = { DBUS_SYSTEM_BUS_ADDRESS: daemon.address };
  ours = await startAgent({ flags: FLAGS, env });
  theirs = await startNodeExporter({ version: "current", flags: FLAGS, env });
}, 400_000);

afterAll(async () => {
  await ours?.stop();
  await theirs?.stop();
  systemd?.close();
  logind?.close();
  await daemon?.stop();
});

describe("over a real message bus", () => {
  test("systemd's and logind's series are node_exporter's, value for value and type for type", async () => {
    const wanted = seriesOf(await scrape(theirs), /^node_(systemd|logind)_/);
    const found = seriesOf(await scrape(ours), /^node_(systemd|logind)_/);
    expect(Object.keys(wanted).length).toBeGreaterThan(SERVICES * 6);
    expect(new Set(Object.keys(wanted).map((series) => series.split("{")[0])).size).toBe(14);
    expect(found).toEqual(wanted);
  });

  test("asks systemd for what node_exporter asks for, and no more", async () => {
    systemd.takeCalls();
    await scrape(ours);
    const calls = systemd.takeCalls();
    await scrape(theirs);
    const theirCalls = systemd.takeCalls();
    expect([calls["ListUnits"], calls["GetAll"]]).toEqual([1, undefined]);
    expect(calls["Get"]).toBeGreaterThan(SERVICES * 3);
    // Of bad.socket, which refuses the first count, the other two were asked for already.
    expect(calls["Get"]).toBeLessThanOrEqual((theirCalls["Get"] ?? 0) + 2);
  });

  test("scrapes share one connection, which node_exporter makes anew each time", async () => {
    senders.clear();
    await scrape(ours);
    await scrape(ours);
    expect(senders.size).toBe(1);
    senders.clear();
    await scrape(theirs);
    await scrape(theirs);
    expect(senders.size).toBeGreaterThan(1);
  });
});

describe("a bus that stops answering", () => {
  const IMPATIENT = { "X-Prometheus-Scrape-Timeout-Seconds": "2" };

  afterAll(() => {
    process.kill(daemon.pid, "SIGCONT");
  });

  test("costs its own collectors, within the scrape's deadline; all comes back when it goes on", async () => {
    process.kill(daemon.pid, "SIGSTOP");
    for (let round = 0; round < 3; round += 1) {
      const start = performance.now();
      const families = await scrape(ours, IMPATIENT);
      expect(performance.now() - start).toBeLessThan(2000);
      expect(statuses(families)).toEqual({ loadavg: "ok", logind: "timeout", systemd: "timeout" });
      expect(Object.keys(seriesOf(families, /^node_load1$/))).toHaveLength(1);
      expect(seriesOf(families, /^node_(systemd|logind)_/)).toEqual({});
    }
    process.kill(daemon.pid, "SIGCONT");
    await waitFor("the bus to be asked again", { timeoutMs: 20_000 }, async () => {
      const { systemd: one, logind: other } = statuses(await scrape(ours, IMPATIENT));
      return one === "ok" && other === "ok";
    });
    expect(seriesOf(await scrape(ours), /^node_systemd_/)).toEqual(seriesOf(await scrape(theirs), /^node_systemd_/));
  });

  test("a bus without systemd is no data, and a systemd that is started again is found", async () => {
    systemd.close();
    const families = await scrape(ours, IMPATIENT);
    expect(statuses(families)).toEqual({ loadavg: "ok", logind: "ok", systemd: "no_data" });
    systemd = await startBusService(daemon.socketPath, SYSTEMD, answerSystemd);
    expect(statuses(await scrape(ours, IMPATIENT))["systemd"]).toBe("ok");
  });
});
