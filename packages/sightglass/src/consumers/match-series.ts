import { compileMatcher } from "@sightglass/exporter-kit";
import type { FamilyHistory, SeriesHistory } from "../compare/series-history.ts";
import { hasVariable, VARIABLE } from "./grafana-variables.ts";
import type { LabelMatcher, VectorSelector } from "./promql-selectors.ts";

/** Tells whether a label's value (empty when it is absent) is matched. */
type Test = (value: string) => boolean;

function testOf({ operator, value }: LabelMatcher): Test {
  if (operator === "=" || operator === "!=") {
    return (text) => (text === value) === (operator === "=");
  }
  const matcher = compileMatcher(value, { anchored: true });
  return (text) => matcher.test(text) === (operator === "=~");
}

const UNKNOWN_PATTERN: Test = () => true;

/** As `testOf`; a pattern that RE2 refuses matches anything, for Prometheus would refuse the expression as a whole. */
function safeTestOf(matcher: LabelMatcher): Test {
  try {
    return testOf(matcher);
  } catch {
    return UNKNOWN_PATTERN;
  }
}

/** The series of one side, by the name that queries use. */
export class SeriesIndex {
  readonly #byName = new Map<string, SeriesHistory[]>();
  readonly #labels = new Map<string, Set<string>>();

  constructor(families: Iterable<FamilyHistory>) {
    for (const family of families) {
      for (const series of family.series) {
        const list = this.#byName.get(series.name);
        if (list === undefined) {
          this.#byName.set(series.name, [series]);
          this.#labels.set(series.name, new Set(series.labels.map(([name]) => name)));
        } else {
          list.push(series);
          for (const [name] of series.labels) {
            this.#labels.get(series.name)?.add(name);
          }
        }
      }
    }
  }

  /** All names of series. */
  get names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Labels that any series of a name has. */
  labelsOf(name: string): ReadonlySet<string> {
    return this.#labels.get(name) ?? new Set();
  }

  /** Series of a name that all matchers accept. */
  find(name: string, matchers: readonly LabelMatcher[]): readonly SeriesHistory[] {
    const tests = matchers.map((matcher) => ({ label: matcher.label, test: safeTestOf(matcher) }));
    return (this.#byName.get(name) ?? []).filter(({ labels }) =>
      tests.every(({ label, test }) => test(labels.find(([known]) => known === label)?.[1] ?? "")),
    );
  }
}

const isName = ({ label }: LabelMatcher): boolean => label === "__name__";

/** Names that a selector asks for, among those known; undefined when a dashboard's variable decides. */
export function namesOf(selector: VectorSelector, known: Iterable<string>): readonly string[] | undefined {
  const matchers = selector.matchers.filter(isName);
  if (matchers.some(({ value }) => value.includes(VARIABLE) || hasVariable(value))) {
    return undefined;
  }
  const exact = matchers.find(({ operator }) => operator === "=");
  if (exact !== undefined) {
    return [exact.value];
  }
  const tests = matchers.map(safeTestOf);
  return tests.length === 0 ? undefined : [...known].filter((name) => tests.every((test) => test(name)));
}

/**
 * The matchers of a selector that a page can be asked: not the name's, none that hold a dashboard's variable, and none on
 * labels that the series do not have, since the scrape puts those on (`job`, `instance`, `cluster`).
 */
export function pageMatchers(selector: VectorSelector, labels: ReadonlySet<string>): readonly LabelMatcher[] {
  return selector.matchers.filter((one) => !isName(one) && !hasVariable(one.value) && labels.has(one.label));
}
