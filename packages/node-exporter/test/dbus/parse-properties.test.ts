import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { DbusValue } from "../../src/dbus/dbus-value.ts";
import { marshal } from "../../src/dbus/marshal.ts";
import { parseProperties } from "../../src/dbus/parse-properties.ts";
import { arbitraryVariant } from "../support/arbitrary-variant.ts";

const reply = (entries: readonly DbusValue[]) => ({
  signature: "a{sv}",
  body: marshal("a{sv}", [entries]),
  isLittle: true,
});

const wanted = [{ name: "Type" }, { name: "NRestarts" }];

test("keeps what is wanted and passes over the rest", () => {
  const found = parseProperties(
    reply([
      ["Other", { signature: "a(sb)", value: [["x", true]] }],
      ["NRestarts", { signature: "u", value: 3 }],
      ["Type", { signature: "s", value: "notify" }],
      ["Type2", { signature: "s", value: "other" }],
    ]),
    wanted,
  );
  expect([...found]).toEqual([
    ["NRestarts", 3],
    ["Type", "notify"],
  ]);
});

test("whatever stands between, what is wanted is found", () => {
  fc.assert(
    fc.property(fc.array(arbitraryVariant, { maxLength: 8 }), arbitraryVariant, fc.nat(8), (others, value, place) => {
      const entries: DbusValue[] = others.map((other, at) => [`Other${at}`, other]);
      entries.splice(place, 0, ["Type", value]);
      expect(parseProperties(reply(entries), wanted).get("Type")).toEqual(value.value);
    }),
  );
});

test("a reply of another type holds nothing", () => {
  expect(parseProperties({ signature: "s", body: marshal("s", ["x"]), isLittle: true }, wanted).size).toBe(0);
});

test("throws nothing but ParseError on any bytes", () => {
  const body = fc.uint8Array({ maxLength: 120 });
  fc.assert(
    fc.property(body, fc.boolean(), (bytes, isLittle) => {
      try {
        parseProperties({ signature: "a{sv}", body: Buffer.from(bytes), isLittle }, wanted);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
    { numRuns: 1000 },
  );
  expect(() => parseProperties({ ...reply([]), body: Buffer.from("ff000000", "hex") }, wanted)).toThrow(ParseError);
});
