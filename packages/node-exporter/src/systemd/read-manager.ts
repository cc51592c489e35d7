import type { BusConnection } from "../dbus/bus-connection.ts";
import { asCollectorError, BusError } from "../dbus/bus-error.ts";
import { callAll } from "../dbus/call-all.ts";
import type { Reply } from "../dbus/message.ts";
import { readProperties, type PropertyValues } from "../dbus/read-properties.ts";
import type { ListedUnit } from "./parse-units.ts";

export const SYSTEMD = "org.freedesktop.systemd1";
const PATH = "/org/freedesktop/systemd1";
const MANAGER = "org.freedesktop.systemd1.Manager";
/**
 * A GetAll of a service's or a unit's properties costs systemd as much as ten Gets to fourteen: most of several hundred
 * are made for the answer.
 */
export const GETS_FOR_ALL = 10;
const WANTED = [
  {
    path: PATH,
    properties: ["Version", "Virtualization", "SystemState"].map((name) => ({ interface: MANAGER, name })),
  },
];
const LIST_UNITS = [{ destination: SYSTEMD, path: PATH, interface: MANAGER, member: "ListUnits" }];
const VERSION = /[0-9]{3,}(?:\.[0-9]+)?/;

/** What systemd tells of itself and of all its units. */
export interface ManagerReading {
  /** The number in the version, or 0 when it is not known. */
  readonly version: number;
  /** The whole version, such as `252.39-1~deb12u1`; empty when it is not known or has no number. */
  readonly versionText: string;
  readonly virtualization: string;
  /** Undefined when it did not tell. */
  readonly systemState: string | undefined;
  /** Why they could not be listed, or the units. */
  readonly units: readonly ListedUnit[] | Error;
}

function versionOf(values: PropertyValues): Pick<ManagerReading, "version" | "versionText"> {
  const text = values.get("Version");
  const found = typeof text === "string" ? VERSION.exec(text) : null;
  return found === null ? { version: 0, versionText: "" } : { version: Number(found[0]), versionText: text as string };
}

function virtualizationOf(values: PropertyValues): string {
  const text = values.get("Virtualization");
  if (typeof text !== "string") return "unknown";
  return text === "" ? "none" : text;
}

/** Reads the manager: calls that are sent together. */
export async function readManager(
  connection: BusConnection,
  parseList: (reply: Reply) => readonly ListedUnit[],
): Promise<ManagerReading> {
  const [[values], [list]] = (await Promise.all([
    readProperties(connection, SYSTEMD, WANTED, GETS_FOR_ALL),
    callAll(connection, LIST_UNITS),
  ])) as unknown as readonly [readonly [PropertyValues], readonly [Reply | BusError]];
  const systemState = values.get("SystemState");
  return {
    ...versionOf(values),
    virtualization: virtualizationOf(values),
    systemState: typeof systemState === "string" ? systemState : undefined,
    units: list instanceof BusError ? (asCollectorError(list, "couldn't get units") as Error) : parseList(list),
  };
}
