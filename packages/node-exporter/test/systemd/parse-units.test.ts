import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { marshal } from "../../src/dbus/marshal.ts";
import { createUnitParser, parseUnits } from "../../src/systemd/parse-units.ts";

const SIGNATURE = "a(ssssssouso)";

const body = marshal(SIGNATURE, [
  [
    ["ssh.service", "OpenBSD Secure Shell server", "loaded", "active", "running", "", "/u/ssh", 0, "", "/"],
    ["x.mount", "", "not-found", "inactive", "dead", "y.mount", "/u/x", 77, "start", "/job/77"],
  ],
]);

test("keeps name, load and active state, and path", () => {
  expect(parseUnits({ signature: SIGNATURE, body, isLittle: true })).toEqual([
    { name: "ssh.service", loadState: "loaded", activeState: "active", path: "/u/ssh" },
    { name: "x.mount", loadState: "not-found", activeState: "inactive", path: "/u/x" },
  ]);
  expect(parseUnits({ signature: SIGNATURE, body: marshal(SIGNATURE, [[]]), isLittle: true })).toEqual([]);
});

test.each([
  ["another type", { signature: "a(ssssss)", body, isLittle: true }],
  ["no type", { signature: "", body: Buffer.alloc(0), isLittle: true }],
  ["a body that is cut off", { signature: SIGNATURE, body: body.subarray(0, -8), isLittle: true }],
  ["the other byte order", { signature: SIGNATURE, body, isLittle: false }],
])("refuses %s", (_what, reply) => {
  expect(() => parseUnits(reply)).toThrow(ParseError);
});

test("throws nothing but ParseError on any bytes, and on a list with any of them changed", () => {
  const edits = fc.array(fc.tuple(fc.nat(body.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  const mutated = edits.map((all) => {
    const bytes = Buffer.from(body);
    for (const [at, value] of all) bytes[at] = value;
    return bytes;
  });
  const random = fc.uint8Array({ maxLength: 150 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.oneof(mutated, random), fc.boolean(), (bytes, isLittle) => {
      try {
        parseUnits({ signature: SIGNATURE, body: bytes, isLittle });
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
    { numRuns: 1000 },
  );
});

test("the same list is the same units, and another is not", () => {
  const parse = createUnitParser();
  const units = parse({ signature: SIGNATURE, body, isLittle: true });
  expect(units).toHaveLength(2);
  expect(parse({ signature: SIGNATURE, body: Buffer.from(body), isLittle: true })).toBe(units);
  expect(parse({ signature: SIGNATURE, body: marshal(SIGNATURE, [[]]), isLittle: true })).toEqual([]);
  expect(parse({ signature: SIGNATURE, body, isLittle: true })).toEqual(units);
  expect(() => parse({ signature: "as", body, isLittle: true })).toThrow(ParseError);
});
