import { defaultOptionValues } from "../bridge/default-option-values.ts";
import type { CollectorDefinition } from "../collector.ts";
import { PartialDataError } from "../errors.ts";
import type { MetricFamily } from "../model.ts";
import { canonicalExpectation, canonicalLines } from "./canonical-text.ts";
import { evaluateFamilies } from "./evaluate-families.ts";

/** How `expectExposition` runs a collector. */
export interface ExpectExpositionOptions {
  /** Values by option name; the others have their defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Scrapes before the one that is compared, for collectors that keep state. */
  readonly warmUps?: number;
  /** Part of the message of the failure that comes with partial data; without it a failure is thrown as it comes. */
  readonly failure?: string;
}

function difference(expected: readonly string[], actual: readonly string[]): readonly string[] {
  const wanted = new Set(expected);
  const given = new Set(actual);
  return [
    ...expected.filter((line) => !given.has(line)).map((line) => `- ${line}`),
    ...actual.filter((line) => !wanted.has(line)).map((line) => `+ ${line}`),
  ].toSorted((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
}

function repeated(lines: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    const series = line.startsWith("#") ? line : line.slice(0, line.lastIndexOf(" "));
    const again = seen.has(series);
    seen.add(series);
    return again;
  });
}

/**
 * Compares families with text in format 0.0.4. The order of families, samples and labels does not matter. HELP and TYPE
 * lines are compared when the expected text has lines of that kind. Throws an Error whose message lists what is
 * missing (`-`) and what is too much (`+`).
 */
export function expectFamilies(families: readonly MetricFamily[], expectedText: string): void {
  const expected = canonicalExpectation(expectedText);
  const actual = canonicalLines(families, expected.metadata);
  const twice = repeated(actual);
  if (twice.length > 0) throw new Error(`Emitted twice:\n${twice.join("\n")}`);
  const lines = difference(expected.lines, actual);
  if (lines.length > 0) {
    throw new Error(`The exposition differs (- expected, + collected):\n${lines.join("\n")}`);
  }
}

/**
 * Sets a collector up over a source, scrapes it once and compares what it emits with text in format 0.0.4, as
 * `expectFamilies` does. An error of `setup` or `read` is thrown as it comes.
 */
export async function expectExposition<Source>(
  definition: CollectorDefinition<Source>,
  source: Source,
  expectedText: string,
  how: ExpectExpositionOptions = {},
): Promise<void> {
  const signal = new AbortController().signal;
  const state = definition.setup(defaultOptionValues(definition.options, how.options) as never, source);
  for (let run = 0; run < (how.warmUps ?? 0); run += 1) await definition.read(source, signal, state as never);
  let data: unknown;
  let failure: PartialDataError | undefined;
  try {
    data = await definition.read(source, signal, state as never);
  } catch (error) {
    if (!(error instanceof PartialDataError) || how.failure === undefined) throw error;
    failure = error;
    data = error.data;
  }
  if (how.failure !== undefined && failure?.message.includes(how.failure) !== true) {
    throw new Error(`Expected a failure with "${how.failure}", got ${failure?.message ?? "none"}`);
  }
  expectFamilies(evaluateFamilies(definition.families, data), expectedText);
}
