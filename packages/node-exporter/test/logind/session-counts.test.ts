import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { marshal } from "../../src/dbus/marshal.ts";
import { keyOfSession, parseSeats, parseSessions, sessionKey } from "../../src/logind/session-counts.ts";

const seats = marshal("a(so)", [
  [
    ["seat0", "/s/0"],
    ["seat1", "/s/1"],
  ],
]);
const sessions = marshal("a(susso)", [
  [
    ["c1", 1000, "somebody", "seat0", "/session/c1"],
    ["2", 0, "root", "", "/session/2"],
  ],
]);

test("parses what logind lists", () => {
  expect(parseSeats({ signature: "a(so)", body: seats, isLittle: true })).toEqual(["seat0", "seat1"]);
  expect(parseSessions({ signature: "a(susso)", body: sessions, isLittle: true })).toEqual([
    { seat: "seat0", path: "/session/c1" },
    { seat: "", path: "/session/2" },
  ]);
});

test("refuses other types, and lists that are cut off", () => {
  expect(() => parseSeats({ signature: "a(susso)", body: sessions, isLittle: true })).toThrow(ParseError);
  expect(() => parseSessions({ signature: "a(so)", body: seats, isLittle: true })).toThrow(ParseError);
  expect(() => parseSeats({ signature: "a(so)", body: seats.subarray(0, -1), isLittle: true })).toThrow(ParseError);
  expect(() => parseSessions({ signature: "a(susso)", body: sessions.subarray(0, -1), isLittle: true })).toThrow(
    ParseError,
  );
});

test("values that are new to us are counted as other; a session that does not tell all is not counted", () => {
  const of = (values: Readonly<Record<string, string | boolean | number>>): string | undefined =>
    keyOfSession("seat0", new Map(Object.entries(values)));
  expect(of({ Remote: true, Type: "tty", Class: "user" })).toBe(sessionKey("seat0", "true", "tty", "user"));
  expect(of({ Remote: false, Type: "vr", Class: "manager" })).toBe(sessionKey("seat0", "false", "other", "other"));
  expect(of({ Remote: false, Type: "tty" })).toBeUndefined();
  expect(of({ Remote: "no", Type: "tty", Class: "user" })).toBeUndefined();
  expect(of({ Remote: false, Type: 1, Class: "user" })).toBeUndefined();
});

test("throws nothing but ParseError on any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), (bytes, isLittle) => {
      for (const parse of [
        () => parseSeats({ signature: "a(so)", body: Buffer.from(bytes), isLittle }),
        () => parseSessions({ signature: "a(susso)", body: Buffer.from(bytes), isLittle }),
      ]) {
        try {
          parse();
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      }
    }),
  );
});
