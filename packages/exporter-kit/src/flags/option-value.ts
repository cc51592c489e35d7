import { parseDuration, type OptionSpec } from "@sightglass/metrics-registry";
import { compileMatcher, PatternError } from "../re2/compile-matcher.ts";
import { UsageError } from "./usage-error.ts";

/** A value as flags, environment and file give it: one text, or several for a repeatable option. */
export type RawValue = string | readonly string[];

const TRUE = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const FALSE = new Set(["0", "f", "F", "false", "FALSE", "False"]);
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const shown = (text: string): string => JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** What an option takes, in words that follow "must be". */
function describeAllowed(spec: OptionSpec): string {
  switch (spec.type) {
    case "boolean":
      return "true or false";
    case "integer":
    case "number": {
      const kind = spec.type === "integer" ? "a whole number" : "a number";
      if (spec.min !== undefined && spec.max !== undefined) {
        return `${kind} from ${spec.min} to ${spec.max}`;
      }
      if (spec.min !== undefined) {
        return `${kind} of at least ${spec.min}`;
      }
      return spec.max === undefined ? kind : `${kind} of at most ${spec.max}`;
    }
    case "duration":
      return "a duration such as 500ms, 5s or 1m30s";
    case "choice":
      return `one of ${spec.choices.join(", ")}`;
    case "regex":
      return "a regular expression in RE2 syntax";
    case "string":
    case "strings":
      return "text";
  }
}

function parseNumber(spec: OptionSpec & { readonly type: "integer" | "number" }, text: string): number | undefined {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  const inRange = Number.isFinite(value) && value >= (spec.min ?? -Infinity) && value <= (spec.max ?? Infinity);
  return inRange && (spec.type === "number" || Number.isSafeInteger(value)) ? value : undefined;
}

function parseText(spec: OptionSpec, text: string): unknown {
  switch (spec.type) {
    case "boolean":
      return TRUE.has(text) ? true : FALSE.has(text) ? false : undefined;
    case "integer":
    case "number":
      return parseNumber(spec, text);
    case "duration":
      return parseDuration(text);
    case "choice":
      return spec.choices.includes(text) ? text : undefined;
    case "string":
      return text;
    case "strings":
      return [text];
    case "regex":
      return compileMatcher(text, { anchored: spec.anchored ?? false });
  }
}

/**
 * Turns a raw value into the value that the program reads.
 *
 * @param name what to call the option in an error: `--log.level`, an environment variable, a place in the file.
 * @throws UsageError naming the option, the value and what is allowed.
 */
export function parseOptionValue(spec: OptionSpec, raw: RawValue, name: string): unknown {
  if (spec.type === "strings") {
    return checked(spec, typeof raw === "string" ? [raw] : raw, name);
  }
  if (typeof raw !== "string") {
    throw new UsageError(`${name} takes one value, and a list was given`);
  }
  if (spec.type === "regex" && raw === "") {
    return undefined;
  }
  let value: unknown;
  try {
    value = parseText(spec, raw);
  } catch (error) {
    if (error instanceof PatternError) {
      throw new UsageError(`invalid value ${shown(raw)} for ${name}: ${error.message}`, { cause: error });
    }
    throw error;
  }
  if (value === undefined) {
    throw new UsageError(`invalid value ${shown(raw)} for ${name}: it must be ${describeAllowed(spec)}`);
  }
  return checked(spec, value, name);
}

function checked(spec: OptionSpec, value: unknown, name: string): unknown {
  const fault = (spec.check as ((value: unknown) => string | undefined) | undefined)?.(value);
  if (fault !== undefined) {
    throw new UsageError(`invalid value for ${name}: ${fault}`);
  }
  return value;
}

/** An option's default as a raw value. */
export function rawDefault(spec: OptionSpec): RawValue {
  return spec.type === "strings" ? spec.default : String(spec.default);
}
