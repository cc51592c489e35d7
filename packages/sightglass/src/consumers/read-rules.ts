import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { parseYamlDocuments, UsageError, type YamlEntry, type YamlValue } from "@sightglass/exporter-kit";
import type { Consumer } from "./consumer-break.ts";

/** Largest file of rules or of a dashboard. */
const MAX_BYTES = 33_554_432;

/** Reads a text file of a bounded size. Throws a UsageError that names it. */
export async function readBoundedText(path: string): Promise<string> {
  try {
    const status = await stat(path);
    if (!status.isFile() || status.size > MAX_BYTES) {
      throw new Error(`it is no file of at most ${MAX_BYTES} bytes`);
    }
    return await readFile(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read ${path}: ${reason}`, { cause: error });
  }
}

const member = (value: YamlValue | undefined, key: string): YamlValue | undefined =>
  value?.kind === "map" ? value.entries.find((entry: YamlEntry) => entry.key === key)?.value : undefined;

const items = (value: YamlValue | undefined): readonly YamlValue[] => (value?.kind === "list" ? value.items : []);
const textOf = (value: YamlValue | undefined): string | undefined => (value?.kind === "text" ? value.text : undefined);

function readRule(rule: YamlValue, place: string): Consumer[] {
  const expression = textOf(member(rule, "expr"));
  const alert = textOf(member(rule, "alert"));
  const name = alert ?? textOf(member(rule, "record"));
  if (expression === undefined || name === undefined) {
    return [];
  }
  return [{ kind: alert === undefined ? "recording rule" : "alert", name, place, expression, isTemplate: false }];
}

/** Rules of a document: a rule file, a PrometheusRule, or a list of such objects. */
function readDocument(document: YamlValue, file: string): Consumer[] {
  if (textOf(member(document, "kind"))?.endsWith("List") === true) {
    return items(member(document, "items")).flatMap((item) => readDocument(item, file));
  }
  const kind = textOf(member(document, "kind"));
  if (kind !== undefined && kind !== "PrometheusRule") {
    return [];
  }
  const groups = member(kind === undefined ? document : member(document, "spec"), "groups");
  return items(groups).flatMap((group) => {
    const place = `${file}, group ${textOf(member(group, "name")) ?? "without a name"}`;
    return items(member(group, "rules")).flatMap((rule) => readRule(rule, place));
  });
}

/**
 * Reads alerts and recording rules from a Prometheus rule file or from manifests with PrometheusRule objects.
 *
 * @throws UsageError when the file cannot be read, is no YAML, or holds no rule.
 */
export async function readRuleFile(path: string): Promise<readonly Consumer[]> {
  const documents = await parseYamlDocuments(path, await readBoundedText(path));
  const rules = documents.flatMap((document) => readDocument(document, basename(path)));
  if (rules.length === 0) {
    throw new UsageError(`${path}: there are no rules in it`);
  }
  return rules;
}
