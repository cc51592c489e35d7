import { ParseError } from "@sightglass/metrics-registry";
import { BodyReader } from "../dbus/body-reader.ts";
import type { Message } from "../dbus/message.ts";
import type { PropertyValues } from "../dbus/read-properties.ts";

type Reply = Pick<Message, "signature" | "body" | "isLittle">;

/** A session as logind lists it. */
export interface ListedSession {
  /** Empty for a session without a seat, as over SSH. */
  readonly seat: string;
  /** Object path. */
  readonly path: string;
}

/** Values of the labels; logind's other values are counted as `other`. */
export const REMOTE = ["true", "false"] as const;
export const TYPES = ["other", "unspecified", "tty", "x11", "wayland", "mir", "web"] as const;
export const CLASSES = ["other", "user", "greeter", "lock-screen", "background"] as const;

/**
 * Parses the reply of org.freedesktop.login1.Manager.ListSeats: identifier and object path of each. Throws ParseError
 * on anything else.
 */
export function parseSeats({ signature, body, isLittle }: Reply): readonly string[] {
  if (signature !== "a(so)") throw new ParseError("ListSeats", 0, `its reply is of type ${signature}`);
  const reader = new BodyReader(body, isLittle);
  const seats: string[] = [];
  const end = reader.arrayEnd(8);
  while (reader.position < end) {
    reader.align(8);
    seats.push(reader.string());
    reader.skipString();
  }
  reader.endArray(end);
  return seats;
}

/**
 * Parses the reply of org.freedesktop.login1.Manager.ListSessions: session, user number and name, seat, and object path
 * of each. Throws ParseError on anything else.
 */
export function parseSessions({ signature, body, isLittle }: Reply): readonly ListedSession[] {
  if (signature !== "a(susso)") throw new ParseError("ListSessions", 0, `its reply is of type ${signature}`);
  const reader = new BodyReader(body, isLittle);
  const sessions: ListedSession[] = [];
  const end = reader.arrayEnd(8);
  while (reader.position < end) {
    reader.align(8);
    reader.skipString();
    reader.uint32();
    reader.skipString();
    const seat = reader.string();
    sessions.push({ seat, path: reader.string() });
  }
  reader.endArray(end);
  return sessions;
}

const knownOrOther = (value: string, known: readonly string[]): string => (known.includes(value) ? value : "other");

/** The key under which sessions of one kind are counted. */
export const sessionKey = (seat: string, remote: string, type: string, klass: string): string =>
  `${seat}\0${remote}\0${type}\0${klass}`;

/** The key of a session by its properties, or undefined when it did not tell them all, as one that just ended. */
export function keyOfSession(seat: string, values: PropertyValues): string | undefined {
  const remote = values.get("Remote");
  const type = values.get("Type");
  const klass = values.get("Class");
  if (typeof remote !== "boolean" || typeof type !== "string" || typeof klass !== "string") return undefined;
  return sessionKey(seat, String(remote), knownOrOther(type, TYPES), knownOrOther(klass, CLASSES));
}
