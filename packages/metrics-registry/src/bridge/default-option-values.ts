import type { Matcher, OptionSpec, OptionSpecs } from "../options.ts";

const DURATION_UNITS: ReadonlyMap<string, number> = new Map([
  ["ns", 1e-6],
  ["us", 1e-3],
  ["µs", 1e-3],
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

/** A Go duration such as `1m30s` in milliseconds. Defaults are the author's, so a wrong one is an error of the program. */
function durationMs(text: string): number {
  if (text === "0") return 0;
  let total = 0;
  const rest = text.replaceAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g, (_, amount: string, unit: string) => {
    total += Number(amount) * (DURATION_UNITS.get(unit) ?? 0);
    return "";
  });
  if (rest !== "" || text === "") throw new TypeError(`"${text}" is not a duration`);
  return total;
}

function matcher(source: string, anchored: boolean): Matcher {
  const pattern = new RegExp(anchored ? `^(?:${source})$` : source, "u");
  return { source, test: (text) => pattern.test(text) };
}

function defaultValue(spec: OptionSpec): unknown {
  if (spec.type === "regex") return spec.default === "" ? undefined : matcher(spec.default, spec.anchored === true);
  return spec.type === "duration" ? durationMs(spec.default) : spec.default;
}

/**
 * What a collector's `setup` gets when nothing was configured. Default patterns are run by RegExp; patterns that users
 * write come as ready matchers in `overrides`, by the name under which the collector reads them.
 */
export function defaultOptionValues(
  specs: OptionSpecs,
  overrides: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const values = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, defaultValue(spec)]));
  for (const [name, value] of Object.entries(overrides)) {
    if (!Object.hasOwn(specs, name)) throw new TypeError(`There is no option "${name}"`);
    values[name] = value;
  }
  return values;
}
