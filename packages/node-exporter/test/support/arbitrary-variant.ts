import * as fc from "fast-check";
import type { DbusValue, DbusVariant } from "../../src/dbus/dbus-value.ts";

type Typed = fc.Arbitrary<DbusVariant>;

const of = (signature: string, values: fc.Arbitrary<DbusValue>): Typed => values.map((value) => ({ signature, value }));

const words = fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\0", ""));

const BASIC: readonly Typed[] = [
  of("y", fc.nat(255)),
  of("b", fc.boolean()),
  of("n", fc.integer({ min: -0x8000, max: 0x7fff })),
  of("q", fc.nat(0xffff)),
  of("i", fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })),
  of("u", fc.nat(0xffff_ffff)),
  of("x", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  of("t", fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  of("d", fc.double({ noNaN: true })),
  of("s", words),
  of(
    "o",
    words.map((word) => `/${word}`),
  ),
  of("g", fc.constantFrom("", "s", "a{sv}")),
];

/** Values of all types of D-Bus, containers up to three deep. */
export const arbitraryVariant: Typed = fc.letrec<{ value: DbusVariant; basic: DbusVariant }>((tie) => ({
  basic: fc.oneof(...BASIC),
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    tie("basic"),
    tie("value").map((value) => ({ signature: "v", value })),
    fc.tuple(tie("value"), fc.nat(3)).map(([{ signature, value }, count]) => ({
      signature: `a${signature}`,
      value: Array.from({ length: count }, () => value),
    })),
    fc.array(tie("value"), { minLength: 1, maxLength: 3 }).map((fields) => ({
      signature: `(${fields.map(({ signature }) => signature).join("")})`,
      value: fields.map(({ value }) => value),
    })),
    fc.tuple(tie("basic"), tie("value")).map(([key, { signature, value }]) => ({
      signature: `a{${key.signature}${signature}}`,
      value: [[key.value, value]],
    })),
  ),
})).value;
