import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { logind } from "../../src/collectors/logind.ts";
import type { Host } from "../../src/host.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { startFakeBus, type FakeBus } from "../support/fake-bus.ts";
import { answerAsLogind, bool, NOISE, text, type FakeLogind, type FakeSession } from "../support/systemd-service.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const host = (bus: FakeBus): Host => ({
  ...fixtureHost(temporaryTree({})),
  bus: { system: bus.address, systemdPrivate: "unix:path=/nonexistent/private" },
});

const session = (
  id: string,
  seat: string,
  kind: readonly [remote: boolean, type: string, klass: string],
): FakeSession => ({
  id,
  seat,
  properties: { ...NOISE, Remote: bool(kind[0]), Type: text(kind[1]), Class: text(kind[2]) },
});

const LOGIND: FakeLogind = {
  seats: ["seat0", "seat1"],
  sessions: [
    session("1", "seat0", [false, "wayland", "user"]),
    session("2", "", [true, "tty", "user"]),
    session("c3", "", [true, "tty", "user"]),
    session("4", "seat1", [false, "hologram", "manager"]),
    // On a seat that is not listed, and one that has just ended.
    session("5", "seat9", [false, "tty", "user"]),
    { id: "6", seat: "seat0", properties: { Remote: bool(false), Type: text("tty") } },
  ],
};

test("every kind of session on every seat and without one, zeros included", async () => {
  const bus = await startFakeBus({ onCall: (call) => answerAsLogind(call, LOGIND) });
  const { samples, lines } = await collectOnce(logind, {}, host(bus));
  expect(samples).toHaveLength(2 * 7 * 5 * 3);
  expect(lines.filter((line) => !line.endsWith(" 0"))).toEqual([
    'node_logind_sessions{class="other",remote="false",seat="seat1",type="other"} 1',
    'node_logind_sessions{class="user",remote="false",seat="seat0",type="wayland"} 1',
    'node_logind_sessions{class="user",remote="true",seat="",type="tty"} 2',
  ]);
});

test("a session costs one call", async () => {
  const bus = await startFakeBus({
    onCall: (call) => answerAsLogind(call, { ...LOGIND, sessions: LOGIND.sessions.slice(0, 5) }),
  });
  await collectOnce(logind, {}, host(bus));
  expect(bus.calls.map(({ member }) => member)).toEqual([
    "Hello",
    "ListSeats",
    "ListSessions",
    ...Array.from({ length: 5 }, () => "GetAll"),
  ]);
});

test("without sessions and seats there are the zeros of no seat", async () => {
  const bus = await startFakeBus({ onCall: (call) => answerAsLogind(call, { seats: [], sessions: [] }) });
  const { samples } = await collectOnce(logind, {}, host(bus));
  expect(samples.map(({ value }) => value)).toEqual(Array.from({ length: 70 }, () => 0));
});

test("no bus and no logind are no data; what logind refuses is an error", async () => {
  await expect(collectOnce(logind, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
  const absent = await startFakeBus({ onCall: () => ({ errorName: "org.freedesktop.DBus.Error.ServiceUnknown" }) });
  await expect(collectOnce(logind, {}, host(absent))).rejects.toThrow(NoDataError);
  const failing = await startFakeBus({
    onCall: (call) =>
      call.member === "ListSessions"
        ? { errorName: "org.freedesktop.DBus.Error.Failed", signature: "s", values: ["out of order"] }
        : answerAsLogind(call, LOGIND),
  });
  await expect(collectOnce(logind, {}, host(failing))).rejects.toThrow(
    "unable to get sessions: org.freedesktop.DBus.Error.Failed: out of order",
  );
});

test("a list of another type is an error", async () => {
  const bus = await startFakeBus({ onCall: () => ({ signature: "as", values: [["seat0"]] }) });
  await expect(collectOnce(logind, {}, host(bus))).rejects.toThrow("its reply is of type as");
});
