import { defineCollector } from "@sightglass/metrics-registry";
import type { BusConnection } from "../dbus/bus-connection.ts";
import { createBusClient, type BusClient } from "../dbus/bus-client.ts";
import { asCollectorError, BusError } from "../dbus/bus-error.ts";
import { callAll } from "../dbus/call-all.ts";
import type { Reply } from "../dbus/message.ts";
import { readProperties, type PropertyValues } from "../dbus/read-properties.ts";
import type { Host } from "../host.ts";
import {
  CLASSES,
  keyOfSession,
  parseSeats,
  parseSessions,
  REMOTE,
  sessionKey,
  TYPES,
} from "../logind/session-counts.ts";

interface Sessions {
  /** With the empty one, to which remote sessions belong. */
  readonly seats: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
}

const LOGIND = "org.freedesktop.login1";
const PATH = "/org/freedesktop/login1";
const MANAGER = "org.freedesktop.login1.Manager";
const PROPERTIES = ["Remote", "Type", "Class"].map((name) => ({ interface: "org.freedesktop.login1.Session", name }));

/** A session has about thirty properties, most of which its service just remembers. */
const GETS_FOR_ALL = 2;

const list = (member: string) => ({ destination: LOGIND, path: PATH, interface: MANAGER, member });

async function readSessions(connection: BusConnection): Promise<Sessions | Error> {
  const [seatList, sessionList] = (await callAll(connection, [list("ListSeats"), list("ListSessions")])) as [
    Reply | BusError,
    Reply | BusError,
  ];
  if (seatList instanceof BusError) return asCollectorError(seatList, "unable to get seats") as Error;
  if (sessionList instanceof BusError) return asCollectorError(sessionList, "unable to get sessions") as Error;
  const sessions = parseSessions(sessionList);
  const answers = await readProperties(
    connection,
    LOGIND,
    sessions.map(({ path }) => ({ path, properties: PROPERTIES })),
    GETS_FOR_ALL,
  );
  const counts = new Map<string, number>();
  for (const [at, { seat }] of sessions.entries()) {
    const key = keyOfSession(seat, answers[at] as PropertyValues);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return { seats: [...new Set([...parseSeats(seatList), ""])], counts };
}

/** Login sessions. */
export const logind = defineCollector({
  name: "logind",
  help: "Login sessions by seat and kind, from logind over D-Bus.",
  enabledByDefault: false,
  setup: (_options, { bus }: Host): BusClient => createBusClient([{ address: bus.system, isBus: true }]),
  read: async (_host: Host, signal, client): Promise<Sessions> => {
    const sessions = await client.withConnection(signal, readSessions);
    if (sessions instanceof Error) throw sessions;
    return sessions;
  },
  families: (family) => [
    family({
      name: "node_logind_sessions",
      type: "gauge",
      labels: ["seat", "remote", "type", "class"],
      help: "Login sessions of each kind on each seat, those of which there are none included.",
      samples: ({ seats, counts }, emit) => {
        for (const seat of seats) {
          for (const remote of REMOTE) {
            for (const type of TYPES) {
              for (const klass of CLASSES) {
                emit(counts.get(sessionKey(seat, remote, type, klass)) ?? 0, seat, remote, type, klass);
              }
            }
          }
        }
      },
    }),
  ],
});
