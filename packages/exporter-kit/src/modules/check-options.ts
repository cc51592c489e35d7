import type { OptionSpec } from "@sightglass/metrics-registry";
import { parseOptionValue, rawDefault } from "../flags/option-value.ts";
import { described } from "./described.ts";

const FLAG = /^[a-z][a-z0-9_.-]*$/;

/** Type of the default by type of the option. */
const DEFAULTS: Readonly<Record<OptionSpec["type"], (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  integer: (value) => typeof value === "number",
  number: (value) => typeof value === "number",
  duration: (value) => typeof value === "string",
  choice: (value) => typeof value === "string",
  regex: (value) => typeof value === "string",
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
};

type Fields = Readonly<Record<string, unknown>>;

const isType = (type: unknown): type is OptionSpec["type"] => typeof type === "string" && Object.hasOwn(DEFAULTS, type);

function* flagProblems(field: string, flag: unknown, prefix: string): Generator<string> {
  if (typeof flag !== "string" || !FLAG.test(flag) || !flag.startsWith(prefix) || flag === prefix) {
    yield `${field}: ${described(flag)} is no flag of this collector; it must start with ${prefix}`;
  }
}

function* defaultProblems(spec: Fields, type: OptionSpec["type"]): Generator<string> {
  const value = spec["default"];
  if (!DEFAULTS[type](value)) {
    yield `default: ${described(value)} is no value of the type ${type}`;
    return;
  }
  if (type === "choice" && !(Array.isArray(spec["choices"]) && spec["choices"].includes(value))) {
    yield `choices: ${described(spec["choices"])} is no list with the default in it`;
    return;
  }
  try {
    const parsed = spec as unknown as OptionSpec;
    parseOptionValue(parsed, rawDefault(parsed), "the default");
  } catch (error) {
    yield `default: ${(error as Error).message}`;
  }
}

function* optionProblems(spec: Fields, prefix: string): Generator<string> {
  yield* flagProblems("flag", spec["flag"], prefix);
  const aliases = spec["aliases"] ?? [];
  for (const alias of Array.isArray(aliases) ? aliases : [aliases]) {
    yield* flagProblems("aliases", alias, "collector.");
  }
  if (typeof spec["help"] !== "string" || spec["help"].trim() === "") {
    yield `help: ${described(spec["help"])} is no sentence about the option`;
  }
  if (isType(spec["type"])) {
    yield* defaultProblems(spec, spec["type"]);
  } else {
    yield `type: ${described(spec["type"])} is none of ${Object.keys(DEFAULTS).join(", ")}`;
  }
}

/**
 * Says what is wrong with the options of a definition that someone else wrote; each message names the field.
 *
 * @param prefix what the flags must start with: `collector.my_source.`.
 */
export function checkOptions(options: unknown, prefix: string): readonly string[] {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    return [`options: ${described(options)} is no object of options`];
  }
  return Object.entries(options).flatMap(([name, spec]: readonly [string, unknown]) => {
    const title = `options.${name}`;
    if (typeof spec !== "object" || spec === null) {
      return [`${title}: ${described(spec)} is no option`];
    }
    return [...optionProblems(spec as Fields, prefix)].map((problem) => `${title}.${problem}`);
  });
}
