import { parseDuration } from "../duration.ts";
import type { Matcher, OptionSpec, OptionSpecs } from "../options.ts";

/** A duration's milliseconds. Defaults are the author's, so a wrong one is an error of the program. */
function durationMs(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new TypeError(`"${text}" is not a duration`);
  return milliseconds;
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
