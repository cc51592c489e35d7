import type * as YamlModule from "yaml";
import type { Document, LineCounter, Node, YAMLMap } from "yaml";
import { WebConfigError } from "./web-config-error.ts";

/** The parts of the `yaml` package that reading a section needs; the package is imported only when there is a file. */
export type Yaml = typeof YamlModule;

/** A value of a section with the place it stands at. */
interface Entry {
  readonly value: Node | null;
  readonly line: number;
}

/**
 * One mapping of a YAML document that is read strictly, as Go's `UnmarshalStrict`: each key is taken once by a typed
 * method, and `end()` refuses what was not taken. Works on nodes, not on plain values, for the sake of line numbers and
 * because a password or name that looks like a number has to keep its text.
 */
export class YamlSection {
  readonly #yaml: Yaml;
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #file: string;
  readonly #path: string;
  readonly #entries = new Map<string, Entry>();
  readonly #known = new Set<string>();

  private constructor(parent: YamlSection | undefined, parts: SectionParts) {
    this.#yaml = parts.yaml;
    this.#document = parts.document;
    this.#lines = parts.lines;
    this.#file = parts.file;
    this.#path = parts.path;
    if (parent === undefined || parts.node !== null) this.#collect(parts.node, 0);
  }

  /**
   * Parses a whole file.
   * @throws WebConfigError for invalid YAML, duplicate keys, several documents or a document that is no mapping.
   */
  static parse(yaml: Yaml, file: string, text: string): YamlSection {
    const lines = new yaml.LineCounter();
    const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const fault = document.errors[0];
    if (fault !== undefined) throw new WebConfigError(file, lines.linePos(fault.pos[0]).line, fault.message);
    const node = document.contents as Node | null;
    return new YamlSection(undefined, { yaml, document, lines, file, path: "", node });
  }

  /** The nested mapping at `key`; an empty one when the key is absent or null. */
  section(key: string): YamlSection {
    const entry = this.#take(key);
    return new YamlSection(this, {
      yaml: this.#yaml,
      document: this.#document,
      lines: this.#lines,
      file: this.#file,
      path: this.#name(key),
      node: entry?.value ?? null,
    });
  }

  /** The scalar at `key` as it is written; undefined when absent or null. */
  string(key: string): string | undefined {
    const entry = this.#take(key);
    return entry === undefined ? undefined : this.#scalar(entry, key);
  }

  /** A boolean in any of YAML 1.1's words, which Go's decoder takes. */
  boolean(key: string): boolean | undefined {
    const text = this.string(key);
    if (text === undefined) return undefined;
    if (/^(?:true|True|TRUE|yes|Yes|YES|on|On|ON|y|Y)$/u.test(text)) return true;
    if (/^(?:false|False|FALSE|no|No|NO|off|Off|OFF|n|N)$/u.test(text)) return false;
    throw this.fault(key, `expected a boolean, got ${JSON.stringify(text)}`);
  }

  /** The list of scalars at `key`; undefined when absent or null. */
  list(key: string): readonly string[] | undefined {
    const entry = this.#take(key);
    if (entry === undefined) return undefined;
    if (!this.#yaml.isSeq(entry.value)) throw this.fault(key, "expected a list");
    return entry.value.items.map((item) => {
      const node = this.#resolve(item as Node | null);
      const text = this.#scalar({ value: node, line: this.#lineOf(node) || entry.line }, key);
      if (text === undefined) throw this.fault(key, "expected a string in the list");
      return text;
    });
  }

  /** All keys with their scalars, for a mapping with free keys; a null value is the empty string. */
  strings(): ReadonlyMap<string, string> {
    return new Map([...this.#entries.keys()].map((key) => [key, this.string(key) ?? ""]));
  }

  /** Refuses the first key that no method took. */
  end(): void {
    for (const key of this.#entries.keys()) {
      if (!this.#known.has(key)) throw this.fault(key, "unknown key");
    }
  }

  /** An error about `key` of this section, with its line. */
  fault(key: string, what: string): WebConfigError {
    return new WebConfigError(this.#file, this.#entries.get(key)?.line ?? 0, `${this.#name(key)}: ${what}`);
  }

  #take(key: string): Entry | undefined {
    this.#known.add(key);
    const entry = this.#entries.get(key);
    const empty = entry === undefined || entry.value === null;
    if (empty || (this.#yaml.isScalar(entry.value) && entry.value.value === null)) return undefined;
    return entry;
  }

  #scalar(entry: Entry, key: string): string | undefined {
    const node = entry.value;
    if (!this.#yaml.isScalar(node)) throw this.fault(key, "expected a single value");
    if (typeof node.value === "string") return node.value;
    return node.value === null ? undefined : (node.source ?? "");
  }

  #collect(node: Node | null, depth: number): void {
    const yaml = this.#yaml;
    const resolved = this.#resolve(node);
    if (resolved === null || (yaml.isScalar(resolved) && resolved.value === null)) return;
    if (!yaml.isMap(resolved) || depth > 8) {
      const name = this.#path === "" ? "the document" : this.#path;
      throw new WebConfigError(this.#file, this.#lineOf(resolved), `${name}: expected a mapping`);
    }
    const merged: (Node | null)[] = [];
    for (const pair of (resolved as YAMLMap<Node | null, Node | null>).items) {
      const key = this.#resolve(pair.key);
      if (!yaml.isScalar(key)) throw new WebConfigError(this.#file, this.#lineOf(key), "expected a plain key");
      const name = typeof key.value === "string" ? key.value : (key.source ?? "");
      if (name === "<<") merged.push(pair.value);
      else if (!this.#entries.has(name)) {
        this.#entries.set(name, { value: this.#resolve(pair.value), line: this.#lineOf(key) });
      }
    }
    for (const value of merged) {
      const target = this.#resolve(value);
      const maps = yaml.isSeq(target) ? (target.items as (Node | null)[]) : [target];
      for (const map of maps) this.#collect(map, depth + 1);
    }
  }

  #resolve(node: Node | null): Node | null {
    return this.#yaml.isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
  }

  #lineOf(node: Node | null): number {
    const range = node?.range;
    return range ? this.#lines.linePos(range[0]).line : 0;
  }

  #name(key: string): string {
    return this.#path === "" ? key : `${this.#path}.${key}`;
  }
}

interface SectionParts {
  readonly yaml: Yaml;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly file: string;
  readonly path: string;
  readonly node: Node | null;
}
