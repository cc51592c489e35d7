import {
  compileMatcher,
  parseYamlDocuments,
  UsageError,
  type YamlEntry,
  type YamlValue,
} from "@sightglass/exporter-kit";
import type { Matcher } from "@sightglass/metrics-registry";
import { parseExpression, type VectorSelector } from "../consumers/promql-selectors.ts";
import { readBoundedText } from "../consumers/read-rules.ts";
import { DIFFERENCE_KINDS, type DifferenceKind } from "./comparison.ts";

/** A rule that takes differences out of a report. */
export interface IgnoreRule {
  readonly reason: string;
  /** Patterns of whole family names; of all families when there are none. */
  readonly families: readonly Matcher[] | undefined;
  readonly series: readonly VectorSelector[] | undefined;
  readonly labels: readonly Matcher[] | undefined;
  /** Kinds of differences; all when there are none. */
  readonly differences: ReadonlySet<DifferenceKind> | undefined;
}

const KEYS: ReadonlySet<string> = new Set(["reason", "families", "series", "labels", "differences"]);

class RuleReader {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  fail(line: number, what: string): never {
    throw new UsageError(`${this.#file}:${line}: ${what}`);
  }

  texts({ key, line, value }: YamlEntry): readonly string[] {
    const items = value.kind === "list" ? value.items : [value];
    const texts = items.map((item) =>
      item.kind === "text" ? item.text : this.fail(line, `${key} must be a list of texts`),
    );
    return texts.length > 0 ? texts : this.fail(line, `${key} is empty`);
  }

  patterns(entry: YamlEntry | undefined): readonly Matcher[] | undefined {
    return entry === undefined
      ? undefined
      : this.texts(entry).map((text) => {
          try {
            return compileMatcher(text, { anchored: true });
          } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            return this.fail(entry.line, `invalid pattern ${JSON.stringify(text)} in ${entry.key}: ${reason}`);
          }
        });
  }

  selectors(entry: YamlEntry | undefined): readonly VectorSelector[] | undefined {
    return entry === undefined
      ? undefined
      : this.texts(entry).map((text) => {
          const { selectors, isWhole } = parseExpression(text);
          const [selector] = selectors;
          const isSelector = isWhole && selectors.length === 1 && selector?.text === text.trim();
          return isSelector && selector !== undefined
            ? selector
            : this.fail(entry.line, `${JSON.stringify(text)} is no selector such as node_load1 or up{job="x"}`);
        });
  }

  kinds(entry: YamlEntry | undefined): ReadonlySet<DifferenceKind> | undefined {
    return entry === undefined
      ? undefined
      : new Set(
          this.texts(entry).map(
            (text) =>
              DIFFERENCE_KINDS.find((kind) => kind === text) ??
              this.fail(entry.line, `unknown difference ${text}; there are ${DIFFERENCE_KINDS.join(", ")}`),
          ),
        );
  }

  rule(value: YamlValue, line: number): IgnoreRule {
    if (value.kind !== "map") {
      return this.fail(line, "a rule must be a mapping");
    }
    const find = (key: string): YamlEntry | undefined => value.entries.find((entry) => entry.key === key);
    const at = value.entries[0]?.line ?? line;
    for (const entry of value.entries) {
      if (!KEYS.has(entry.key)) {
        this.fail(entry.line, `unknown key ${entry.key}; there are ${[...KEYS].join(", ")}`);
      }
    }
    const reason = find("reason")?.value;
    if (reason?.kind !== "text" || reason.text.trim() === "") {
      return this.fail(at, "a rule needs a reason");
    }
    const [families, series, labels] = [find("families"), find("series"), find("labels")];
    if (families === undefined && series === undefined && labels === undefined) {
      this.fail(at, "a rule needs families, series or labels");
    }
    if (series !== undefined && (families !== undefined || labels !== undefined)) {
      this.fail(series.line, "series stand alone: their selectors name families and labels");
    }
    return {
      reason: reason.text,
      families: this.patterns(families),
      series: this.selectors(series),
      labels: this.patterns(labels),
      differences: this.kinds(find("differences")),
    };
  }
}

/**
 * Reads rules from YAML: a mapping with the one key `ignore`, a list of rules with a reason each.
 *
 * @throws UsageError naming file, line and fault.
 */
export async function parseIgnoreRules(file: string, text: string): Promise<readonly IgnoreRule[]> {
  const reader = new RuleReader(file);
  const documents = await parseYamlDocuments(file, text);
  return documents.flatMap((document) => {
    if (document.kind === "nothing") {
      return [];
    }
    if (document.kind !== "map") {
      return reader.fail(1, "it must be a mapping with the key ignore");
    }
    return document.entries.flatMap(({ key, line, value }) => {
      if (key !== "ignore") {
        reader.fail(line, `unknown key ${key}; there is ignore`);
      }
      if (value.kind === "nothing") {
        return [];
      }
      return value.kind === "list"
        ? value.items.map((item) => reader.rule(item, line))
        : reader.fail(line, "ignore must be a list of rules");
    });
  });
}

/** Reads the rules of a file. Throws a UsageError for everything that is wrong with it. */
export async function readIgnoreRules(file: string): Promise<readonly IgnoreRule[]> {
  return parseIgnoreRules(file, await readBoundedText(file));
}
