import { ParseError } from "@sightglass/metrics-registry";
import { array, assert, integer, property, record, uint8Array } from "fast-check";
import { expect } from "vitest";

type Decoder = (data: Buffer, start: number, end: number) => unknown;

function onlyParseError(decode: Decoder, data: Buffer): void {
  try {
    decode(data, 0, data.length);
  } catch (error) {
    expect(error).toBeInstanceOf(ParseError);
  }
}

/**
 * Runs a decoder over arbitrary bytes, over every beginning of a sound body, and over that body with bytes changed: it
 * must throw nothing but ParseError. What stands around a body must make no difference.
 */
export function expectOnlyParseErrors(decode: Decoder, sound: Buffer): void {
  const noise = Buffer.alloc(64, 0xa5);
  const amid = Buffer.concat([noise, sound, noise]);
  expect(decode(amid, 64, 64 + sound.length)).toEqual(decode(sound, 0, sound.length));
  for (let length = 0; length <= sound.length; length += 1) onlyParseError(decode, sound.subarray(0, length));
  assert(property(uint8Array({ maxLength: 120 }), (bytes) => onlyParseError(decode, Buffer.from(bytes))));
  const changes = array(
    record({ at: integer({ min: 0, max: sound.length - 1 }), byte: integer({ min: 0, max: 255 }) }),
    { minLength: 1, maxLength: 4 },
  );
  assert(
    property(changes, (list) => {
      const data = Buffer.from(sound);
      for (const { at, byte } of list) data[at] = byte;
      onlyParseError(decode, data);
    }),
    { numRuns: 500 },
  );
}
