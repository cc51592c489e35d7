import { ParseError } from "@sightglass/metrics-registry";
import { BodyReader } from "../dbus/body-reader.ts";
import type { Message } from "../dbus/message.ts";

/** A unit as the manager lists it. */
export interface ListedUnit {
  readonly name: string;
  readonly loadState: string;
  readonly activeState: string;
  /** Object path. */
  readonly path: string;
}

const SIGNATURE = "a(ssssssouso)";

/**
 * Parses the reply of org.freedesktop.systemd1.Manager.ListUnits: name, description, load, active and sub state, the
 * unit that is followed, object path, and the queued job's number, type and path. Throws ParseError on anything else.
 */
export function parseUnits({
  signature,
  body,
  isLittle,
}: Pick<Message, "signature" | "body" | "isLittle">): readonly ListedUnit[] {
  if (signature !== SIGNATURE) throw new ParseError("ListUnits", 0, `its reply is of type ${signature}`);
  const reader = new BodyReader(body, isLittle);
  const units: ListedUnit[] = [];
  const end = reader.arrayEnd(8);
  while (reader.position < end) {
    reader.align(8);
    const name = reader.string();
    reader.skipString();
    const loadState = reader.string();
    const activeState = reader.string();
    reader.skipString();
    reader.skipString();
    const path = reader.string();
    reader.uint32();
    reader.skipString();
    reader.skipString();
    units.push({ name, loadState, activeState, path });
  }
  reader.endArray(end);
  return units;
}

/** Parses a list as `parseUnits`, and gives the units of the one before, the same object, while no byte is another. */
export function createUnitParser(): typeof parseUnits {
  let last: Parameters<typeof parseUnits>[0] | undefined;
  let units: readonly ListedUnit[] = [];
  return (reply) => {
    const isSame = last?.isLittle === reply.isLittle && last.signature === reply.signature;
    if (isSame && last?.body.equals(reply.body) === true) return units;
    units = parseUnits(reply);
    last = reply;
    return units;
  };
}
