import { DeniedError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { answerLine, firstLine } from "../../src/dbus/authentication.ts";

test("the user's number is sent in hexadecimal digits of its decimal ones", () => {
  // The specification's own example is user 1000.
  expect(firstLine(1000)).toBe("\0AUTH EXTERNAL 31303030\r\n");
  expect(firstLine(0)).toBe("\0AUTH EXTERNAL 30\r\n");
});

test("messages begin after OK; a server that wants more data gets none", () => {
  expect(answerLine("OK 1234deadbeef", 0)).toEqual({ send: "BEGIN\r\n", isDone: true });
  expect(answerLine("DATA", 0)).toEqual({ send: "DATA\r\n", isDone: false });
});

test("a refusal is denied, and anything else no authentication", () => {
  expect(() => answerLine("REJECTED EXTERNAL DBUS_COOKIE_SHA1", 65_534)).toThrow(DeniedError);
  expect(() => answerLine("REJECTED EXTERNAL", 65_534)).toThrow("does not know user 65534 (it offers: EXTERNAL)");
  expect(() => answerLine("HTTP/1.1 400 Bad Request", 0)).toThrow(ParseError);
  expect(() => answerLine("", 0)).toThrow(ParseError);
});
