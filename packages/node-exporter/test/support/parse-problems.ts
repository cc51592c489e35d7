import { ParseError } from "@sightglass/metrics-registry";
import { array, constantFrom, integer, oneof, record, sample, string, type Arbitrary } from "fast-check";

const PIECES = [
  "Node",
  "cpu0",
  "CPU0",
  ":",
  "0",
  "18446744073709551615",
  "-1",
  "1.5",
  "x",
  "kB",
  "#",
  "(",
  ")",
  ",",
  "\t",
];
const MILLIONTH = 1e-6;

const several = <Value>(arbitrary: Arbitrary<Value>, seed: number, numRuns: number): readonly Value[] =>
  sample(arbitrary, { seed, numRuns });

const RANDOM = several(string({ unit: "binary", maxLength: 60 }), 1, 100);
const PLAUSIBLE = several(array(constantFrom(...PIECES, " ", "  ", "\n"), { maxLength: 60 }), 2, 200);
/** Where a text is cut or changed, as a part of its length, what is put in there, and how much it replaces. */
const CHANGES = several(
  record({
    place: integer({ min: 0, max: 1 / MILLIONTH }),
    inserted: oneof(constantFrom(...PIECES), string({ unit: "binary", maxLength: 3 })),
    replaced: integer({ min: 0, max: 4 }),
  }),
  3,
  300,
);

/** Texts that a parser may meet: arbitrary ones, ones made of plausible words, and damaged copies of a sound one. */
function damagedTexts(sound: string): readonly string[] {
  return [
    "",
    "\n",
    ...RANDOM,
    ...PLAUSIBLE.map((pieces) => pieces.join("")),
    ...CHANGES.flatMap(({ place, inserted, replaced }) => {
      const at = Math.floor(place * MILLIONTH * sound.length);
      return [sound.slice(0, at), sound.slice(0, at) + inserted + sound.slice(at + replaced)];
    }),
  ];
}

/** What a parser throws beside ParseError on hundreds of damaged texts; empty when it keeps its promise. */
export function parseProblems(sound: string, parse: (text: string) => unknown): readonly string[] {
  const problems: string[] = [];
  for (const text of damagedTexts(sound)) {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof ParseError)) problems.push(`${JSON.stringify(text)}: ${String(error)}`);
    }
  }
  return problems;
}
