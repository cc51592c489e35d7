import type { LintRule } from "../rule.ts";

const BASE_UNITS: ReadonlyMap<string, string> = new Map([
  ["amperes", "amperes"],
  ["bytes", "bytes"],
  ["celsius", "celsius"],
  ["grams", "grams"],
  ["joules", "joules"],
  ["kelvin", "kelvin"],
  ["meters", "meters"],
  ["metres", "metres"],
  ["seconds", "seconds"],
  ["volts", "volts"],
  ["minutes", "seconds"],
  ["hours", "seconds"],
  ["days", "seconds"],
  ["weeks", "seconds"],
  ["kelvins", "kelvin"],
  ["fahrenheit", "celsius"],
  ["rankine", "celsius"],
  ["inches", "meters"],
  ["yards", "meters"],
  ["miles", "meters"],
  ["bits", "bytes"],
  ["calories", "joules"],
  ["pounds", "grams"],
  ["ounces", "grams"],
]);

// `mibi` is promtool's spelling of mebi; both are recognised here.
const PREFIX =
  /^(?:pico|nano|micro|milli|centi|deci|deca|hecto|kilo|kibi|mega|mibi|mebi|giga|gibi|tera|tebi|peta|pebi)/;

/** The first word of a name that is a unit decides: prefixed and non-base units are refused. */
export const baseUnit: LintRule = {
  name: "base-unit",
  exemptible: true,
  check: ({ name }) => {
    for (const word of name.replace(/\*$/, "").split("_")) {
      const base = BASE_UNITS.get(word) ?? BASE_UNITS.get(word.replace(PREFIX, ""));
      if (base !== undefined) return base === word ? [] : [`use base unit "${base}" instead of "${word}"`];
    }
    return [];
  },
};
