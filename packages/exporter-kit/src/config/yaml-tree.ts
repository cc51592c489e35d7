import { UsageError } from "../flags/usage-error.ts";
import type * as Yaml from "yaml";

/** A YAML value as far as configuration needs it: every scalar is the text that stands in the file. */
export type YamlValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly YamlValue[] }
  | { readonly kind: "map"; readonly entries: readonly YamlEntry[] }
  | { readonly kind: "nothing" };

/** One key of a mapping, with its 1-based line. */
export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlValue;
}

const MAX_DEPTH = 20;

/** What a YAML text may hold beside plain values. */
interface YamlLimits {
  /** Nodes of one document, those behind aliases counted each time; undefined where aliases are refused. */
  readonly aliasedNodes?: number;
}

function convert(
  yaml: typeof Yaml,
  lineOf: (node: unknown) => number,
  file: string,
  { document, limits }: { readonly document: Yaml.Document.Parsed; readonly limits: YamlLimits },
) {
  let nodes = 0;
  const fail = (node: unknown, what: string): never => {
    throw new UsageError(`${file}:${lineOf(node)}: ${what}`);
  };
  const entriesOf = (map: Yaml.YAMLMap, depth: number): YamlEntry[] =>
    map.items.map(({ key, value }) =>
      yaml.isScalar(key)
        ? { key: String(key.value), line: lineOf(key), value: valueOf(value, depth + 1) }
        : fail(key, "keys must be plain text"),
    );
  const valueOf = (node: unknown, depth: number): YamlValue => {
    if (depth > MAX_DEPTH) {
      return fail(node, `nested more than ${MAX_DEPTH} deep`);
    }
    nodes += 1;
    if (nodes > (limits.aliasedNodes ?? Infinity)) {
      return fail(node, `more than ${limits.aliasedNodes} values`);
    }
    if (yaml.isScalar(node)) {
      if (node.value === null) {
        return { kind: "nothing" };
      }
      return {
        kind: "text",
        text: typeof node.value === "string" ? node.value : (node.source ?? JSON.stringify(node.value)),
      };
    }
    if (yaml.isMap(node)) {
      return { kind: "map", entries: entriesOf(node, depth) };
    }
    if (yaml.isSeq(node)) {
      return { kind: "list", items: node.items.map((item) => valueOf(item, depth + 1)) };
    }
    if (yaml.isAlias(node) && limits.aliasedNodes !== undefined) {
      const meant = node.resolve(document);
      return meant === undefined ? fail(node, "there is no such anchor") : valueOf(meant, depth + 1);
    }
    return node === null || node === undefined ? { kind: "nothing" } : fail(node, "aliases are not supported");
  };
  return valueOf;
}

/**
 * Parses a YAML document that is a mapping (an empty document is an empty one). Duplicate keys, several documents,
 * aliases and everything else that configuration has no use for are refused. The YAML library is loaded here, so
 * that a program without a configuration file does not pay for it.
 *
 * @throws UsageError naming file and line.
 */
export async function parseYaml(file: string, text: string): Promise<readonly YamlEntry[]> {
  const yaml = await import("yaml");
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    throw new UsageError(`${file}:${lines.linePos(fault.pos[0]).line}: ${fault.message}`);
  }
  const lineOf = (node: unknown): number => (yaml.isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1);
  const root = convert(yaml, lineOf, file, { document, limits: {} })(document.contents, 0);
  if (root.kind !== "map" && root.kind !== "nothing") {
    throw new UsageError(`${file}:1: the configuration must be a mapping of keys to values`);
  }
  return root.kind === "map" ? root.entries : [];
}

/** Most values of one document of `parseYamlDocuments`. */
const MAX_DOCUMENT_NODES = 1_000_000;

/**
 * Parses a text of any number of YAML documents, as rule files and manifests are. Aliases are put in, up to a bound on
 * the values of a document; duplicate keys are refused.
 *
 * @throws UsageError naming file and line.
 */
export async function parseYamlDocuments(file: string, text: string): Promise<readonly YamlValue[]> {
  const yaml = await import("yaml");
  const lines = new yaml.LineCounter();
  const documents = yaml.parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (!Array.isArray(documents)) {
    return [];
  }
  const lineOf = (node: unknown): number => (yaml.isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1);
  return documents.map((document: Yaml.Document.Parsed) => {
    const [fault] = document.errors;
    if (fault !== undefined) {
      throw new UsageError(`${file}:${lines.linePos(fault.pos[0]).line}: ${fault.message}`);
    }
    const limits = { aliasedNodes: MAX_DOCUMENT_NODES };
    return convert(yaml, lineOf, file, { document, limits })(document.contents, 0);
  });
}
