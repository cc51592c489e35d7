import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createCallTemplate } from "../../src/dbus/call-template.ts";
import { decodeMessage, messageValues, METHOD_CALL } from "../../src/dbus/message.ts";

const CALL = {
  destination: "org.example",
  interface: "org.freedesktop.DBus.Properties",
  member: "Get",
  signature: "ss",
  values: ["org.example.Thing", "Name"],
};

test("makes the call that is meant, for paths of any length", () => {
  const template = createCallTemplate(CALL);
  const paths = fc
    .array(fc.stringMatching(/^[A-Za-z0-9_]+$/), { maxLength: 6 })
    .map((elements) => `/${elements.join("/")}`);
  fc.assert(
    fc.property(paths, fc.integer({ min: 1, max: 0xffff_ffff }), (path, serial) => {
      const message = decodeMessage(template.encode(path, serial));
      expect(message).toMatchObject({
        type: METHOD_CALL,
        flags: 0,
        serial,
        path,
        destination: CALL.destination,
        interface: CALL.interface,
        member: CALL.member,
        signature: CALL.signature,
      });
      expect(messageValues(message)).toEqual(CALL.values);
    }),
  );
});

test("writes every byte as the specification says", () => {
  const template = createCallTemplate({
    destination: "e.f",
    interface: "b.c",
    member: "D",
    signature: "s",
    values: ["x"],
  });
  const expected = `
    6c 01 00 01  06000000  02000000  43000000
    02 01 73 00  03000000  622e63 00 00000000
    03 01 73 00  01000000  44 00 000000000000
    06 01 73 00  03000000  652e66 00 00000000
    08 01 67 00  01 73 00 00
    01 01 6f 00  02000000  2f61 00 0000000000
    01000000 78 00`.replaceAll(/\s/g, "");
  expect(template.encode("/a", 2).toString("hex")).toBe(expected);
});

test("refuses a value that is not of its type", () => {
  expect(() => createCallTemplate({ ...CALL, values: [1, "Name"] })).toThrow(ParseError);
});
