import { ParseError } from "@sightglass/metrics-registry";
import { readRegularFile } from "../../textfile/read-regular-file.ts";

/** An object of a recording: members by name in lower case, since Go's reader of JSON does not mind the case. */
export interface RecordedObject {
  /** A number; 0 when it is absent. Throws ParseError for anything else. */
  number(name: string): number;
  /** A text; empty when it is absent. */
  text(name: string): string;
  /** A hardware address, recorded as the Base64 of its bytes. */
  hardwareAddress(name: string): string;
}

function recordedObject(source: string, value: unknown): RecordedObject {
  if (typeof value !== "object" || value === null) throw new ParseError(source, 0, "an object is wanted");
  const members = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member as unknown]));
  const text = (name: string): string => {
    const member = members.get(name) ?? "";
    if (typeof member !== "string") throw new ParseError(source, 0, `${name} is no text`);
    return member;
  };
  return {
    text,
    number(name) {
      const member = members.get(name) ?? 0;
      if (typeof member !== "number") throw new ParseError(source, 0, `${name} is no number`);
      return member;
    },
    hardwareAddress: (name) =>
      [...Buffer.from(text(name), "base64")].map((byte) => byte.toString(16).padStart(2, "0")).join(":"),
  };
}

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ParseError(source, 0, (error as Error).message);
  }
}

/** The one object in a text of JSON. Throws ParseError. */
export function parseRecordedObject(source: string, text: string): RecordedObject {
  return recordedObject(source, parseJson(source, text));
}

/** The objects of a list in JSON; none for `null`. Throws ParseError. */
export function parseRecordedList(source: string, text: string): readonly RecordedObject[] {
  const list = parseJson(source, text) ?? [];
  if (!Array.isArray(list)) throw new ParseError(source, 0, "a list is wanted");
  return list.map((one) => recordedObject(source, one));
}

/** Text of a file of recorded answers. */
export function readRecording(path: string): string {
  return Buffer.from(readRegularFile(path).content).toString("utf8");
}
