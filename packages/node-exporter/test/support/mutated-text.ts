import { array, constantFrom, nat, record, type Arbitrary } from "fast-check";

const PIECES = ["", " ", "\n", "\t", "0", "-1", "9".repeat(30), "x", ":", "\0", "\uFFFD", "1.5", "_"];

/** A text with up to five places overwritten, cut out or filled with something else. */
export function mutatedText(text: string): Arbitrary<string> {
  const change = record({ at: nat(text.length), length: nat(8), piece: constantFrom(...PIECES) });
  return array(change, { minLength: 1, maxLength: 5 }).map((changes) => {
    let mutated = text;
    for (const { at, length, piece } of changes) mutated = mutated.slice(0, at) + piece + mutated.slice(at + length);
    return mutated;
  });
}
