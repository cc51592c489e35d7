import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { describe, expect, test, vi } from "vitest";
import { createBusClient } from "../../src/dbus/bus-client.ts";
import type { BusConnection, MethodCall } from "../../src/dbus/bus-connection.ts";
import { BusError } from "../../src/dbus/bus-error.ts";
import { callAll } from "../../src/dbus/call-all.ts";
import { encodeMessage, messageValues, METHOD_CALL, type Message } from "../../src/dbus/message.ts";
import { reply, startFakeBus } from "../support/fake-bus.ts";
import type { Answer } from "../support/systemd-service.ts";

const CALL: MethodCall = { destination: "a.b", path: "/", interface: "a.b", member: "Ask" };

const echo = (call: Message): Answer => ({ signature: call.signature, values: messageValues(call) });

const ask = async (connection: BusConnection): Promise<unknown> =>
  messageValues(await connection.call({ ...CALL, signature: "s", values: ["x"] }));

const live = (): AbortSignal => AbortSignal.timeout(10_000);

describe("a bus that does not get as far as answering", () => {
  test.each([
    ["says nothing to the authentication", () => undefined],
    ["says nothing after asking for more", (line: string) => (line.startsWith("AUTH") ? "DATA" : undefined)],
  ])("one that %s is given up with the signal, and the connection is ended", async (_what, onLine) => {
    const bus = await startFakeBus({ onCall: echo, onLine });
    const client = createBusClient([{ address: bus.address, isBus: true }]);
    await expect(client.withConnection(AbortSignal.timeout(50), ask)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(bus.connections()).toBe(1);
  });

  test.each([
    ["refuses the user", "REJECTED EXTERNAL", DeniedError],
    ["speaks another protocol", "220 smtp ready", Error],
    ["speaks without an end", "x".repeat(20_000), Error],
  ])("one that %s is an error at once", async (_what, answer, kind) => {
    const bus = await startFakeBus({ onCall: echo, onLine: () => answer });
    const client = createBusClient([{ address: bus.address, isBus: true }]);
    await expect(client.withConnection(live(), ask)).rejects.toThrow(kind);
  });

  test("a signal that is aborted already costs no connection", async () => {
    const bus = await startFakeBus({ onCall: echo });
    const client = createBusClient([{ address: bus.address, isBus: true }]);
    await expect(client.withConnection(AbortSignal.abort(), ask)).rejects.toMatchObject({ name: "AbortError" });
    expect(bus.connections()).toBe(0);
  });
});

test("the first target that can be reached is taken; the first error tells when none can", async () => {
  const bus = await startFakeBus({ onCall: echo });
  const nowhere = { address: "unix:path=/nonexistent/one", isBus: true };
  const client = createBusClient([nowhere, { address: `unix:path=/nonexistent/two;${bus.address}`, isBus: false }]);
  expect(await client.withConnection(live(), ask)).toEqual(["x"]);
  expect(bus.calls.map(({ member }) => member)).toEqual(["Ask"]);
  const none = createBusClient([nowhere, { address: "unix:path=/nonexistent/two", isBus: true }]);
  await expect(none.withConnection(live(), ask)).rejects.toThrow("there is no socket /nonexistent/one");
  await expect(none.withConnection(live(), ask)).rejects.toThrow(NoDataError);
});

test("many calls are under way at once, and never more than a bus allows", async () => {
  const held: (() => void)[] = [];
  let most = 0;
  const bus = await startFakeBus({
    onCall: (call, socket) => {
      held.push(() => socket.write(reply(call, echo(call))));
      most = Math.max(most, held.length);
      // Answered from the last to the first once no more come.
      if (held.length === 64 || call.body.includes("last"))
        for (const release of held.splice(0).toReversed()) release();
      return undefined;
    },
  });
  const texts = [...Array.from({ length: 127 }, (_none, at) => `call ${at}`), "last"];
  const replies = await createBusClient([{ address: bus.address, isBus: true }]).withConnection(live(), (connection) =>
    callAll(
      connection,
      texts.map((text) => ({ ...CALL, signature: "s", values: [text] })),
    ),
  );
  expect(replies.map((one) => (one instanceof BusError ? one : messageValues(one)[0]))).toEqual(texts);
  expect(most).toBe(64);
});

test("a connection that ends while calls are under way rejects them all, and the next is made anew", async () => {
  let isLost = true;
  const bus = await startFakeBus({
    onCall: (call, socket) => {
      if (!isLost) return echo(call);
      socket.destroy();
      return undefined;
    },
  });
  const client = createBusClient([{ address: bus.address, isBus: true }]);
  const calls = [CALL, CALL, CALL];
  await expect(client.withConnection(live(), (connection) => callAll(connection, calls))).rejects.toMatchObject({
    name: "ConnectionLostError",
  });
  isLost = false;
  expect(await client.withConnection(live(), ask)).toEqual(["x"]);
});

test("signals, answers to nobody and calls of the other side disturb nothing", async () => {
  const bus = await startFakeBus({
    onCall: (call, socket) => {
      if (call.type !== METHOD_CALL) return undefined;
      socket.write(encodeMessage({ type: 4, serial: 7, path: "/", interface: "a.b", member: "NameAcquired" }));
      socket.write(encodeMessage({ type: METHOD_CALL, serial: 8, path: "/", interface: "a.b", member: "Ping" }));
      socket.write(reply({ ...call, serial: 4321 }, { signature: "s", values: ["to nobody"] }));
      return echo(call);
    },
  });
  const client = createBusClient([{ address: bus.address, isBus: true }]);
  expect(await client.withConnection(live(), ask)).toEqual(["x"]);
  expect(await client.withConnection(live(), ask)).toEqual(["x"]);
  const refused = (): number =>
    bus.calls.filter(({ errorName }) => errorName === "org.freedesktop.DBus.Error.UnknownMethod").length;
  await vi.waitFor(() => expect(refused()).toBe(2));
});

test("an error's text is told, and one without a text too; the connection goes on", async () => {
  const errors: Answer[] = [
    { errorName: "x.Bad", signature: "s", values: ["too bad"] },
    { errorName: "x.Mute" },
    { errorName: "x.Odd", signature: "u", values: [1] },
  ];
  const bus = await startFakeBus({ onCall: () => errors.shift() });
  const client = createBusClient([{ address: bus.address, isBus: true }]);
  for (const message of ["x.Bad: too bad", "x.Mute", "x.Odd"]) {
    await expect(client.withConnection(live(), ask)).rejects.toThrow(message);
  }
  expect(bus.connections()).toBe(1);
});

test("an error whose text is broken off ends the connection, and whoever waits for it and the others is told", async () => {
  let isBroken = true;
  const bus = await startFakeBus({
    onCall: (call, socket) => {
      if (!isBroken || call.member !== "Ask") return echo(call);
      isBroken = false;
      const error = reply(call, { errorName: "x.Bad", signature: "s", values: ["why"] });
      // The text's length goes beyond the message.
      error.writeUInt32LE(0xff_ff, error.length - 8);
      socket.write(error);
      return undefined;
    },
  });
  const client = createBusClient([{ address: bus.address, isBus: true }]);
  const both = (connection: BusConnection): Promise<unknown> =>
    Promise.allSettled([ask(connection), ask(connection)]).then((settled) => settled.map(({ status }) => status));
  expect(await client.withConnection(live(), both)).toEqual(["rejected", "rejected"]);
  expect(await client.withConnection(live(), ask)).toEqual(["x"]);
  expect(bus.connections()).toBe(2);
});
