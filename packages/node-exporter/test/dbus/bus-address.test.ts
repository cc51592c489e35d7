import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseBusAddress } from "../../src/dbus/bus-address.ts";

test.each<[string, readonly string[]]>([
  ["unix:path=/run/dbus/system_bus_socket", ["/run/dbus/system_bus_socket"]],
  ["unix:abstract=/tmp/dbus-x,guid=0123", ["\0/tmp/dbus-x"]],
  ["unix:guid=01,path=/a%20b%2cc", ["/a b,c"]],
  ["unix:path=/caf%c3%a9", ["/café"]],
  ["tcp:host=localhost,port=1;unix:path=/a;unixexec:path=/bin/sh;unix:path=/b;", ["/a", "/b"]],
])("%s", (address, paths) => {
  expect(parseBusAddress(address)).toEqual(paths);
});

test.each([
  "",
  "unix",
  "unix:",
  "unix:path=",
  "unix:path=/a,abstract=b",
  "unix:path=/a%00b",
  "tcp:host=a,port=1",
  "autolaunch:",
])("refuses %j", (address) => {
  expect(() => parseBusAddress(address)).toThrow(ParseError);
});

test("throws nothing but ParseError on any text", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string().map((text) => `unix:path=${text}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        expect(parseBusAddress(text).length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
