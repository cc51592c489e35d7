import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseServiceStatus } from "../../src/runit/service-status.ts";

/** TAI64 label of a time, as https://cr.yp.to/libtai/tai64.html defines it: 2^62 and the seconds of TAI since 1970. */
const label = (taiSeconds: bigint): string => (2n ** 62n + taiSeconds).toString(16).padStart(16, "0");

const status = (when: string, rest: string): Buffer => Buffer.from(`${when}${rest.replaceAll(" ", "")}`, "hex");

test.each([
  // The example of that page, without the leap seconds that runit does not know either.
  ["running", label(1_000_000_010n), "075bcd15 e1100000 00 75 00 01", { state: 1, desiredState: 1, changedAt: 1e9 }],
  ["down", label(10n), "00000000 00000000 00 64 00 00", { state: 0, desiredState: 0, changedAt: 0 }],
  ["finishing, once", label(0n), "00000000 01000000 01 6f 01 02", { state: 2, desiredState: 0, changedAt: -10 }],
])("a service that is %s", (_what, when, rest, expected) => {
  expect(parseServiceStatus(status(when, rest))).toEqual(expected);
});

test("throws nothing but ParseError on any bytes, and only on too few of them", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
      try {
        parseServiceStatus(Buffer.from(bytes));
        expect(bytes.length).toBeGreaterThanOrEqual(20);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
        expect(bytes.length).toBeLessThan(20);
      }
    }),
  );
});
