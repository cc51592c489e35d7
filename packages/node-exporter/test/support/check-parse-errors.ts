import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { mutatedText } from "./mutated-text.ts";

/** Fails when a parser throws anything but ParseError on arbitrary text or on damaged copies of a sound one. */
export function checkParseErrors(sound: string, parse: (text: string) => unknown): void {
  const check = (text: string): void => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(sound), check));
}
