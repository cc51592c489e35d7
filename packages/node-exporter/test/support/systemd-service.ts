import type { DbusValue, DbusVariant } from "../../src/dbus/dbus-value.ts";
import { messageValues, type Message, type OutgoingMessage } from "../../src/dbus/message.ts";

/** What a service answers to a call. */
export type Answer = Pick<OutgoingMessage, "errorName" | "signature" | "values">;

/** Properties by name, with their types. */
export type Properties = Readonly<Record<string, DbusVariant>>;

/** A unit with the properties of its interfaces, by the last part of their names. */
export interface FakeUnit {
  readonly name: string;
  readonly loadState?: string;
  readonly activeState?: string;
  readonly properties?: Readonly<Record<string, Properties>>;
}

/** What a service that answers as systemd has to tell. It may be changed between scrapes. */
export interface FakeSystemd {
  manager: Properties;
  units: readonly FakeUnit[];
}

/** A session of logind; its properties are those of org.freedesktop.login1.Session. */
export interface FakeSession {
  readonly id: string;
  readonly seat: string;
  readonly properties: Properties;
}

/** What a service that answers as logind has to tell. */
export interface FakeLogind {
  seats: readonly string[];
  sessions: readonly FakeSession[];
}

type Objects = ReadonlyMap<string, Readonly<Record<string, Properties>>>;

const SYSTEMD = "org.freedesktop.systemd1";
const SYSTEMD_PATH = "/org/freedesktop/systemd1";
const LOGIN = "org.freedesktop.login1";
const LOGIN_PATH = "/org/freedesktop/login1";

export const text = (value: string): DbusVariant => ({ signature: "s", value });
export const u32 = (value: number): DbusVariant => ({ signature: "u", value });
export const u64 = (value: bigint): DbusVariant => ({ signature: "t", value });
export const bool = (value: boolean): DbusVariant => ({ signature: "b", value });

/** Properties of many types that nobody asks for, among which the wanted ones stand. */
export const NOISE: Properties = {
  AByte: { signature: "y", value: 7 },
  Conditions: { signature: "a(sbbsi)", value: [["ConditionPathExists", true, false, "/etc", 1]] },
  Documentation: { signature: "as", value: ["man:systemd(1)", ""] },
  ExecStart: { signature: "a(sasbttttuii)", value: [["/bin/x", ["/bin/x", "-v"], false, 1n, 2n, 3n, 4n, 5, 6, -7]] },
  Environment: { signature: "a{sv}", value: [["A", { signature: "v", value: { signature: "i", value: -1 } }]] },
  InvocationID: { signature: "ay", value: [1, 2, 3] },
  Nothing: { signature: "a(ss)", value: [] },
  Ratio: { signature: "d", value: 0.5 },
  RestrictNetworkInterfaces: { signature: "(bas)", value: [false, ["eth0"]] },
  Short: { signature: "n", value: -3 },
};

/** As systemd escapes what is not a letter or a digit in an object path. */
const escaped = (name: string): string =>
  [...Buffer.from(name)]
    .map((byte, at) => {
      const character = String.fromCharCode(byte);
      return (at === 0 ? /[A-Za-z]/ : /[A-Za-z0-9]/).test(character) ? character : `_${byte.toString(16)}`;
    })
    .join("");

export const unitPath = (name: string): string => `${SYSTEMD_PATH}/unit/${escaped(name)}`;

const refuse = (name: string): Answer => ({
  errorName: `org.freedesktop.DBus.Error.${name}`,
  signature: "s",
  values: [`${name}, says the service`],
});

function answerProperties(call: Message, objects: Objects): Answer {
  const interfaces = objects.get(call.path);
  if (interfaces === undefined) return refuse("UnknownObject");
  const [wanted = "", name = ""] = messageValues(call) as readonly string[];
  if (call.member === "Get") {
    const value = interfaces[wanted]?.[name];
    return value === undefined ? refuse("UnknownProperty") : { signature: "v", values: [value] };
  }
  const chosen = wanted === "" ? Object.values(interfaces) : [interfaces[wanted]];
  if (chosen.includes(undefined)) return refuse("UnknownInterface");
  const entries = chosen.flatMap((properties) => Object.entries(properties ?? {}) as DbusValue[]);
  return { signature: "a{sv}", values: [entries] };
}

/** Made once for each list, since every call asks for them. */
const known = new WeakMap<readonly FakeUnit[], Objects>();

function unitObjects(units: readonly FakeUnit[]): Objects {
  const objects = known.get(units) ?? new Map(units.map((unit) => [unitPath(unit.name), interfacesOf(unit)]));
  known.set(units, objects);
  return objects;
}

const interfacesOf = ({ properties = {} }: FakeUnit): Readonly<Record<string, Properties>> =>
  Object.fromEntries(Object.entries(properties).map(([key, values]) => [`${SYSTEMD}.${key}`, values]));

/** Answers as systemd does. Real interfaces have the noise too. */
export function answerAsSystemd(call: Message, { manager, units }: FakeSystemd): Answer {
  if (call.member === "ListUnits") {
    const rows = units.map(({ name, loadState = "loaded", activeState = "active" }) => [
      name,
      `Description of ${name}`,
      loadState,
      activeState,
      "running",
      "",
      unitPath(name),
      0,
      "",
      "/",
    ]);
    return { signature: "a(ssssssouso)", values: [rows] };
  }
  const isManager = call.path === SYSTEMD_PATH;
  return answerProperties(
    call,
    isManager ? new Map([[SYSTEMD_PATH, { [`${SYSTEMD}.Manager`]: manager }]]) : unitObjects(units),
  );
}

/** Answers as logind does. */
export function answerAsLogind(call: Message, { seats, sessions }: FakeLogind): Answer {
  const sessionPath = (id: string): string => `${LOGIN_PATH}/session/${escaped(id)}`;
  if (call.member === "ListSeats") {
    return { signature: "a(so)", values: [seats.map((seat) => [seat, `${LOGIN_PATH}/seat/${escaped(seat)}`])] };
  }
  if (call.member === "ListSessions") {
    const rows = sessions.map(({ id, seat }) => [id, 1000, "somebody", seat, sessionPath(id)]);
    return { signature: "a(susso)", values: [rows] };
  }
  const objects = sessions.map(
    ({ id, properties }) => [sessionPath(id), { [`${LOGIN}.Session`]: properties }] as const,
  );
  return answerProperties(call, new Map(objects));
}
