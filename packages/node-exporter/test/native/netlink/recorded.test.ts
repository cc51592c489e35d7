import { ParseError } from "@sightglass/metrics-registry";
import { assert, json, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseRecordedList, parseRecordedObject, readRecording } from "../../../src/native/netlink/recorded.ts";
import { temporaryTree } from "../../support/temporary-tree.ts";

test("members by name, whatever their case", () => {
  const one = parseRecordedObject("x.json", '{"SSID": "Home", "Status": 1, "hardwareAddr": "AAEC/w=="}');
  expect([one.text("ssid"), one.number("status"), one.hardwareAddress("hardwareaddr")]).toEqual([
    "Home",
    1,
    "00:01:02:ff",
  ]);
});

test("absent members are empty", () => {
  const one = parseRecordedObject("x.json", "{}");
  expect([one.text("a"), one.number("b"), one.hardwareAddress("c")]).toEqual(["", 0, ""]);
});

test("members of another kind are refused", () => {
  const one = parseRecordedObject("x.json", '{"a": 1, "b": "text"}');
  expect(() => one.text("a")).toThrow(ParseError);
  expect(() => one.hardwareAddress("a")).toThrow(ParseError);
  expect(() => one.number("b")).toThrow(ParseError);
});

test("lists", () => {
  expect(parseRecordedList("x.json", '[{"a": 1}, {"a": 2}]').map((one) => one.number("a"))).toEqual([1, 2]);
  expect(parseRecordedList("x.json", "null")).toEqual([]);
  for (const text of ["", "[", "{}", "[1]", "[null]", '"text"']) {
    expect(() => parseRecordedList("x.json", text), text).toThrow(ParseError);
  }
});

test("throw nothing but ParseError on any text", () => {
  assert(
    property(oneof(string(), json()), (text) => {
      for (const parse of [parseRecordedList, parseRecordedObject]) {
        try {
          parse("x.json", text);
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      }
    }),
  );
});

test("only regular files are read", () => {
  const folder = temporaryTree({ "a.json": "[]", "folder/": "" });
  expect(readRecording(`${folder}/a.json`)).toBe("[]");
  expect(() => readRecording(`${folder}/folder`)).toThrow("not a regular file");
  expect(() => readRecording(`${folder}/missing`)).toThrow("ENOENT");
});
