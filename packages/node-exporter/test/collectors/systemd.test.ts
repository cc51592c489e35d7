import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { systemd } from "../../src/collectors/systemd.ts";
import type { Host } from "../../src/host.ts";
import { collectOnce, collectPart, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { reply, startFakeBus, type FakeBus } from "../support/fake-bus.ts";
import {
  answerAsSystemd,
  bool,
  NOISE,
  text,
  u32,
  u64,
  unitPath,
  type FakeSystemd,
  type FakeUnit,
} from "../support/systemd-service.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const NO_LIMIT = 2n ** 64n - 1n;

const service = (name: string, activeState: string, restarts: number, tasks: readonly [bigint, bigint]): FakeUnit => ({
  name,
  activeState,
  properties: {
    Unit: { ...NOISE, ActiveEnterTimestamp: u64(1_700_000_000_250_000n) },
    Service: {
      ...NOISE,
      Type: text("notify"),
      NRestarts: u32(restarts),
      TasksCurrent: u64(tasks[0]),
      TasksMax: u64(tasks[1]),
    },
  },
});

const UNITS: readonly FakeUnit[] = [
  service("web.service", "active", 3, [17n, 4915n]),
  service("idle.service", "inactive", 0, [NO_LIMIT, NO_LIMIT]),
  { name: "gone.service", loadState: "not-found", activeState: "inactive" },
  {
    name: "web.socket",
    properties: {
      Unit: { ActiveEnterTimestamp: u64(1_600_000_000_000_000n) },
      Socket: { ...NOISE, NAccepted: u32(40), NConnections: u32(4), NRefused: u32(2) },
    },
  },
  {
    name: "daily.timer",
    properties: {
      Unit: { ActiveEnterTimestamp: u64(1_600_000_001_000_000n) },
      Timer: { ...NOISE, LastTriggerUSec: u64(1_600_000_002_500_000n) },
    },
  },
  { name: "srv.mount", properties: { Mount: { Type: text("ext4") } } },
  { name: "system.slice" },
  { name: "base.target", activeState: "reloading" },
];

const host = (bus: FakeBus): Host => {
  const address = { system: bus.address, systemdPrivate: "unix:path=/nonexistent/private" };
  return { ...fixtureHost(temporaryTree({})), bus: address };
};

const machine = (): FakeSystemd => ({
  manager: { ...NOISE, Version: text("252.39-1~deb12u1"), Virtualization: text("kvm"), SystemState: text("running") },
  units: UNITS,
});

const serve = (state: FakeSystemd): Promise<FakeBus> =>
  startFakeBus({ onCall: (call) => answerAsSystemd(call, state) });

const only = (lines: readonly string[], prefix: string): readonly string[] =>
  lines.filter((line) => line.startsWith(prefix));

test("system, summary of all loaded units, and a state for each that is wanted", async () => {
  const { lines, types } = await collectOnce(systemd, {}, host(await serve(machine())));
  expect(lines.filter((line) => !line.startsWith("node_systemd_unit_state"))).toEqual([
    'node_systemd_socket_accepted_connections_total{name="web.socket"} 40',
    'node_systemd_socket_current_connections{name="web.socket"} 4',
    'node_systemd_socket_refused_connections_total{name="web.socket"} 2',
    "node_systemd_system_running 1",
    'node_systemd_timer_last_trigger_seconds{name="daily.timer"} 1600000002.5',
    'node_systemd_units{state="activating"} 0',
    'node_systemd_units{state="active"} 5',
    'node_systemd_units{state="deactivating"} 0',
    'node_systemd_units{state="failed"} 0',
    'node_systemd_units{state="inactive"} 2',
    'node_systemd_units{state="reloading"} 1',
    'node_systemd_version{version="252.39-1~deb12u1"} 252.39',
    'node_systemd_virtualization_info{virtualization_type="kvm"} 1',
  ]);
  expect(only(lines, 'node_systemd_unit_state{name="web.service"')).toEqual([
    'node_systemd_unit_state{name="web.service",state="activating",type="notify"} 0',
    'node_systemd_unit_state{name="web.service",state="active",type="notify"} 1',
    'node_systemd_unit_state{name="web.service",state="deactivating",type="notify"} 0',
    'node_systemd_unit_state{name="web.service",state="failed",type="notify"} 0',
    'node_systemd_unit_state{name="web.service",state="inactive",type="notify"} 0',
  ]);
  const named = new Set(only(lines, "node_systemd_unit_state").map((line) => /name="([^"]+)"/.exec(line)?.[1] ?? ""));
  expect([...named].toSorted()).toEqual(["base.target", "daily.timer", "idle.service", "web.service", "web.socket"]);
  // In no state that has a series of its own.
  expect(only(lines, 'node_systemd_unit_state{name="base.target"').every((line) => line.endsWith(" 0"))).toBe(true);
  expect(types.get("node_systemd_socket_refused_connections_total")).toBe("gauge");
});

test("tasks, restarts and start times when they are asked for; no limit is no series", async () => {
  const wanted = { tasks: true, restarts: true, startTime: true };
  const { lines } = await collectOnce(systemd, wanted, host(await serve(machine())));
  expect([
    ...only(lines, "node_systemd_unit_t"),
    ...only(lines, "node_systemd_service"),
    ...only(lines, "node_systemd_unit_start"),
  ]).toEqual([
    'node_systemd_unit_tasks_current{name="web.service"} 17',
    'node_systemd_unit_tasks_max{name="web.service"} 4915',
    'node_systemd_service_restart_total{name="idle.service"} 0',
    'node_systemd_service_restart_total{name="web.service"} 3',
    'node_systemd_unit_start_time_seconds{name="base.target"} 0',
    'node_systemd_unit_start_time_seconds{name="daily.timer"} 1600000001',
    'node_systemd_unit_start_time_seconds{name="idle.service"} 0',
    'node_systemd_unit_start_time_seconds{name="web.service"} 1700000000.25',
    'node_systemd_unit_start_time_seconds{name="web.socket"} 1600000000',
  ]);
});

test("a unit costs one call for each property that is wanted of it, and one of which nothing is wanted none", async () => {
  const bus = await serve(machine());
  await collectOnce(systemd, { tasks: true, restarts: true, startTime: true }, host(bus));
  const perPath = new Map<string, string[]>();
  for (const { path, member } of bus.calls) perPath.set(path, [...(perPath.get(path) ?? []), member]);
  expect(Object.fromEntries(perPath)).toEqual({
    "/org/freedesktop/DBus": ["Hello"],
    "/org/freedesktop/systemd1": ["Get", "Get", "Get", "ListUnits"],
    // Type, restarts, tasks and their limit; when it became active only of one that is.
    [unitPath("web.service")]: ["Get", "Get", "Get", "Get", "Get"],
    [unitPath("idle.service")]: ["Get", "Get", "Get", "Get"],
    [unitPath("web.socket")]: ["Get", "Get", "Get", "Get"],
    [unitPath("daily.timer")]: ["Get", "Get"],
  });
});

test("what a unit refuses is missing, and costs nothing else", async () => {
  const units: readonly FakeUnit[] = [
    { name: "a.service", properties: { Service: { NRestarts: u32(1), TasksMax: u64(9n), Type: bool(true) } } },
    { name: "b.service" },
    { name: "c.socket", properties: { Socket: { NAccepted: u32(1), NRefused: u32(1) } } },
  ];
  const bus = await startFakeBus({
    onCall: (call) =>
      call.member === "GetAll"
        ? { errorName: "org.freedesktop.DBus.Error.IOError" }
        : answerAsSystemd(call, { ...machine(), units }),
  });
  const { lines } = await collectOnce(systemd, { tasks: true, restarts: true }, host(bus));
  expect(lines.filter((line) => line.includes("name=") && !line.includes("unit_state"))).toEqual([
    'node_systemd_service_restart_total{name="a.service"} 1',
    'node_systemd_socket_accepted_connections_total{name="c.socket"} 1',
    'node_systemd_unit_tasks_max{name="a.service"} 9',
  ]);
  expect(only(lines, 'node_systemd_unit_state{name="b.service",state="active"')).toEqual([
    'node_systemd_unit_state{name="b.service",state="active",type=""} 1',
  ]);
});

describe("the manager", () => {
  const summary = async (manager: FakeSystemd["manager"]): Promise<readonly string[]> => {
    const bus = await serve({ manager, units: UNITS });
    const { lines } = await collectOnce(systemd, {}, host(bus));
    return lines.filter((line) => /_(version|virtualization_info|system_running|timer_last)/.test(line));
  };

  test("bare metal, and a system that is not well", async () => {
    const manager = { Version: text("v255"), Virtualization: text(""), SystemState: text("degraded") };
    expect(await summary(manager)).toEqual([
      "node_systemd_system_running 0",
      'node_systemd_timer_last_trigger_seconds{name="daily.timer"} 1600000002.5',
      'node_systemd_version{version="v255"} 255',
      'node_systemd_virtualization_info{virtualization_type="none"} 1',
    ]);
  });

  test("a version before 212 tells neither the system's state nor timers", async () => {
    expect(await summary({ Version: text("systemd 208"), SystemState: text("running") })).toEqual([
      'node_systemd_version{version="systemd 208"} 208',
      'node_systemd_virtualization_info{virtualization_type="unknown"} 1',
    ]);
    expect(await summary({ Version: text("99") })).toEqual([
      'node_systemd_version{version=""} 0',
      'node_systemd_virtualization_info{virtualization_type="unknown"} 1',
    ]);
  });

  test("without the system's state all the rest is kept, and it is a failure", async () => {
    const bus = await serve({ manager: { Version: text("255") }, units: UNITS });
    const part = await collectPart(systemd, {}, host(bus));
    expect(part.error).toBe("couldn't get system state");
    expect(part.lines).toContain('node_systemd_version{version="255"} 255');
    expect(only(part.lines, "node_systemd_unit_state")).toHaveLength(25);
  });

  test("units that cannot be listed leave version and virtualization", async () => {
    const state = machine();
    const bus = await startFakeBus({
      onCall: (call) =>
        call.member === "ListUnits"
          ? { errorName: "org.freedesktop.DBus.Error.AccessDenied", signature: "s", values: ["not for you"] }
          : answerAsSystemd(call, state),
    });
    const part = await collectPart(systemd, {}, host(bus));
    expect(part.error).toBe("couldn't get units: org.freedesktop.DBus.Error.AccessDenied: not for you");
    expect(part.cause).toBeInstanceOf(DeniedError);
    expect(part.lines).toEqual([
      'node_systemd_version{version="252.39-1~deb12u1"} 252.39',
      'node_systemd_virtualization_info{virtualization_type="kvm"} 1',
    ]);
  });

  test("a bus without systemd is no data", async () => {
    const bus = await startFakeBus({ onCall: () => ({ errorName: "org.freedesktop.DBus.Error.ServiceUnknown" }) });
    expect((await collectPart(systemd, {}, host(bus))).cause).toBeInstanceOf(NoDataError);
  });
});

describe("flags", () => {
  const named = async (options: Readonly<Record<string, unknown>>): Promise<readonly (string | undefined)[]> => {
    const { lines } = await collectOnce(systemd, options, host(await serve(machine())));
    const states = lines.filter((line) => line.includes('state="failed"') && line.includes("name="));
    return states.map((line) => /name="([^"]+)"/.exec(line)?.[1]);
  };

  test("both patterns stand for whole names, and both apply", async () => {
    expect(await named({ include: matcher("web", true) })).toEqual([]);
    expect(await named({ include: matcher("web.+", true), exclude: matcher(String.raw`.+\.service`, true) })).toEqual([
      "web.socket",
    ]);
    // An empty pattern matches the empty name alone.
    expect(await named({ include: undefined })).toEqual([]);
    expect(await named({ exclude: undefined })).toContain("srv.mount");
  });

  test("the old names work, with a warning", async () => {
    const warnings: string[] = [];
    const bus = await serve(machine());
    const warned = { ...host(bus), warn: (message: string) => warnings.push(message) };
    const options = { oldInclude: matcher(".*web.*", true), oldExclude: matcher(".*socket", true) };
    const { lines } = await collectOnce(systemd, options, warned);
    expect(lines.filter((line) => line.includes('state="active",type'))).toEqual([
      'node_systemd_unit_state{name="web.service",state="active",type="notify"} 1',
    ]);
    expect(warnings).toEqual([
      "--collector.systemd.unit-blacklist is DEPRECATED and will be removed in 2.0.0, use --collector.systemd.unit-exclude",
      "--collector.systemd.unit-whitelist is DEPRECATED and will be removed in 2.0.0, use --collector.systemd.unit-include",
    ]);
  });

  test.each([
    [{ oldExclude: matcher("a"), exclude: matcher("b") }, "unit-blacklist and --collector.systemd.unit-exclude"],
    [{ oldInclude: matcher("a"), include: matcher("b") }, "unit-whitelist and --collector.systemd.unit-include"],
  ])("an old name beside its successor is refused (%#)", async (options, words) => {
    const bus = await serve(machine());
    expect(() => instantiate(systemd, options, host(bus))).toThrow(
      `--collector.systemd.${words} are mutually exclusive`,
    );
  });

  test("private talks to systemd's own socket, without a greeting", async () => {
    const bus = await serve(machine());
    const own = { ...host(bus), bus: { system: "unix:path=/nonexistent/bus", systemdPrivate: bus.address } };
    expect((await collectOnce(systemd, { isPrivate: true }, own)).lines).toContain("node_systemd_system_running 1");
    expect(bus.calls.map(({ member }) => member)).not.toContain("Hello");
  });
});

describe("a bus that misbehaves", () => {
  const read = (bus: FakeBus, signal: AbortSignal): Promise<unknown> => {
    const target = host(bus);
    const options = { include: matcher(".+"), isPrivate: false, tasks: false, restarts: false, startTime: false };
    return systemd.read(target, signal, systemd.setup(options as never, target) as never) as Promise<unknown>;
  };

  test("no socket is no data", async () => {
    await expect(collectOnce(systemd, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
  });

  test("one that stops in the middle is given up with the scrape, and asked anew in the next", async () => {
    const state = machine();
    let isStopped = true;
    const bus = await startFakeBus({
      onCall: (call, socket) => {
        if (!isStopped || !call.path.includes("/unit/")) return answerAsSystemd(call, state);
        // Half a message, and nothing more.
        if (call.path === unitPath("web.service")) {
          socket.write(reply(call, answerAsSystemd(call, state)).subarray(0, 30));
        }
        return undefined;
      },
    });
    const collector = instantiate(systemd, {}, host(bus));
    await expect(read(bus, AbortSignal.timeout(100))).rejects.toThrow(/timeout/);
    isStopped = false;
    expect((await collector.collect()).lines).toContain("node_systemd_system_running 1");
  });

  test.each([
    ["garbage", (): Buffer => Buffer.alloc(64, 0xff)],
    ["a message of more than 16 MiB", (): Buffer => Buffer.from("6c02000100000002010000000000000000000000", "hex")],
  ])("%s is an error, at once", async (_what, bytes) => {
    const bus = await startFakeBus({
      onCall: (_call, socket) => {
        socket.write(bytes());
        return undefined;
      },
    });
    await expect(read(bus, AbortSignal.timeout(10_000))).rejects.toMatchObject({ name: "ParseError" });
  });

  test("a connection that ends between two scrapes is made anew; one that lasts is kept", async () => {
    const bus = await serve(machine());
    const collector = instantiate(systemd, {}, host(bus));
    await collector.collect();
    await collector.collect();
    expect(bus.connections()).toBe(1);
    bus.drop();
    expect((await collector.collect()).lines).toContain("node_systemd_system_running 1");
    expect(bus.connections()).toBe(2);
  });
});
