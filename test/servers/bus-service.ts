import { connectSocket } from "../../packages/node-exporter/src/dbus/connect-socket.ts";
import { createBusConnection } from "../../packages/node-exporter/src/dbus/bus-connection.ts";
import type { DbusValue } from "../../packages/node-exporter/src/dbus/dbus-value.ts";
import { messageValues, type Message } from "../../packages/node-exporter/src/dbus/message.ts";
import type { Answer } from "../../packages/node-exporter/test/support/systemd-service.ts";

/** A service of a bus, in this process. */
export interface BusService {
  /** Members that were called since the last look, each with how often. */
  takeCalls(): Readonly<Record<string, number>>;
  close(): void;
}

const BUS = { destination: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus" };
/** RequestName's answer: the name is ours. */
const PRIMARY_OWNER = 1;

const START_MS = 10_000;

/** Connects to a bus, takes a name and answers calls. */
export async function startBusService(
  socketPath: string,
  name: string,
  onCall: (call: Message) => Answer,
): Promise<BusService> {
  let calls: Record<string, number> = {};
  const { connection, ready } = createBusConnection({
    socket: await connectSocket(socketPath, AbortSignal.timeout(START_MS)),
    uid: process.getuid?.() ?? 0,
    onCall: (call) => {
      calls[call.member] = (calls[call.member] ?? 0) + 1;
      return onCall(call);
    },
  });
  const ask = async (member: string, signature: string, values: readonly DbusValue[]) =>
    messageValues(await connection.call({ ...BUS, member, signature, values }));
  const timer = setTimeout(() => connection.close(new Error("the bus does not answer")), START_MS);
  await ready;
  await ask("Hello", "", []);
  const [owner] = await ask("RequestName", "su", [name, 0]);
  clearTimeout(timer);
  if (owner !== PRIMARY_OWNER) throw new Error(`${name} is taken`);
  return {
    takeCalls: () => {
      const taken = calls;
      calls = {};
      return taken;
    },
    close: () => connection.close(new Error("the test is over")),
  };
}
