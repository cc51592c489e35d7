import { complement, normalise, printCodePoint, type CodePointRanges } from "./character-set.ts";
import { NotShared, type PatternNode, type SharedPattern } from "./node.ts";
import { parseClass } from "./parse-class.ts";
import { PatternReader } from "./pattern-reader.ts";

const MAX_REPEAT = 1_000;
const MAX_DEPTH = 100;
const REPEAT_COUNT = /^(\d{1,4})(?:(,)(\d{0,4}))?$/;

const NOT_LINE_FEED = complement([[0x0a, 0x0a]]);

interface Flags {
  readonly dotAll: boolean;
}

class SharedParser {
  readonly #reader: PatternReader;
  readonly #ignoreCase: boolean;
  readonly #names = new Set<string>();
  #depth = 0;

  constructor(reader: PatternReader, ignoreCase: boolean) {
    this.#reader = reader;
    this.#ignoreCase = ignoreCase;
  }

  alternation(flags: Flags): PatternNode {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new NotShared();
    }
    const branches: PatternNode[] = [];
    let current = flags;
    do {
      const items: PatternNode[] = [];
      while (this.#reader.peek() !== "" && this.#reader.peek() !== "|" && this.#reader.peek() !== ")") {
        const atom = this.#atom(current);
        if ("dotAll" in atom) {
          current = atom;
        } else {
          items.push(this.#quantified(atom));
        }
      }
      const [only] = items;
      branches.push(items.length === 1 && only !== undefined ? only : { kind: "concat", items });
    } while (this.#reader.accept("|"));
    this.#depth -= 1;
    const [only] = branches;
    return branches.length === 1 && only !== undefined ? only : mergeSets(branches);
  }

  #atom(flags: Flags): PatternNode | Flags {
    const reader = this.#reader;
    const character = reader.next();
    switch (character) {
      case "(":
        return this.#group(flags);
      case "[":
        return parseClass(reader, this.#ignoreCase);
      case ".":
        return flags.dotAll ? { kind: "set", source: "[^]" } : { kind: "set", source: "[^\\n]", ranges: NOT_LINE_FEED };
      case "^":
      case "$":
        return { kind: "empty", source: character };
      case "\\":
        return this.#escape();
      // RE2 refuses a repetition of nothing, and takes a brace that opens none literally.
      case "*":
      case "+":
      case "?":
      case "{":
        throw new NotShared();
      default:
        return this.#literal(character.codePointAt(0) ?? 0);
    }
  }

  #literal(codePoint: number): PatternNode {
    if ((this.#ignoreCase && codePoint > 0x7f) || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
      throw new NotShared();
    }
    return {
      kind: "set",
      source: printCodePoint(codePoint),
      ranges: this.#ignoreCase ? undefined : [[codePoint, codePoint]],
    };
  }

  #escape(): PatternNode {
    const reader = this.#reader;
    if (reader.accept("A")) {
      return { kind: "empty", source: "^" };
    }
    if (reader.accept("z")) {
      return { kind: "empty", source: "$" };
    }
    if (!this.#ignoreCase && (reader.peek() === "b" || reader.peek() === "B")) {
      return { kind: "empty", source: `\\${reader.next()}` };
    }
    const escaped = reader.escape();
    if ("codePoint" in escaped) {
      return this.#literal(escaped.codePoint);
    }
    if (this.#ignoreCase && escaped.cased) {
      throw new NotShared();
    }
    return { kind: "set", source: `[${escaped.inside}]`, ranges: escaped.ranges };
  }

  #group(flags: Flags): PatternNode | Flags {
    const reader = this.#reader;
    let inner = flags;
    if (reader.accept("?")) {
      if (reader.accept("P<") || reader.accept("<")) {
        this.#name(reader.until(">"));
        return this.#closed(this.alternation(flags));
      }
      const ended = this.#groupFlags(flags);
      if (ended.end === ")") {
        return ended.flags;
      }
      inner = ended.flags;
    }
    return this.#closed(this.alternation(inner));
  }

  #closed(body: PatternNode): PatternNode {
    if (!this.#reader.accept(")")) {
      throw new NotShared();
    }
    return body;
  }

  #name(name: string): void {
    if (!/^\w+$/.test(name) || this.#names.has(name)) {
      throw new NotShared();
    }
    this.#names.add(name);
  }

  #groupFlags(flags: Flags): { readonly flags: Flags; readonly end: string } {
    let dotAll = flags.dotAll;
    let on = true;
    let seen = 0;
    for (;;) {
      const letter = this.#reader.next();
      if (letter === ":" || letter === ")") {
        if (letter === ")" && seen === 0) {
          throw new NotShared();
        }
        return { flags: { dotAll }, end: letter };
      }
      seen += 1;
      if (letter === "s") {
        dotAll = on;
      } else if (letter === "-" && on && /[sU]/.test(this.#reader.peek())) {
        on = false;
      } else if (letter !== "U") {
        // i that does not rule the whole pattern, m, and everything that is no flag.
        throw new NotShared();
      }
    }
  }

  #quantified(atom: PatternNode): PatternNode {
    const reader = this.#reader;
    const range = this.#range();
    if (range === undefined) {
      return atom;
    }
    // Laziness changes what is captured, never whether there is a match.
    reader.accept("?");
    if (atom.kind === "empty" || /^[*+?{]$/.test(reader.peek())) {
      throw new NotShared();
    }
    const repeat: PatternNode = { kind: "repeat", body: atom, ...range };
    if (repeatCount(repeat) > MAX_REPEAT) {
      throw new NotShared();
    }
    return repeat;
  }

  #range(): { readonly min: number; readonly max: number } | undefined {
    const reader = this.#reader;
    if (reader.accept("*")) {
      return { min: 0, max: Infinity };
    }
    if (reader.accept("+")) {
      return { min: 1, max: Infinity };
    }
    if (reader.accept("?")) {
      return { min: 0, max: 1 };
    }
    if (!reader.accept("{")) {
      return undefined;
    }
    const count = REPEAT_COUNT.exec(reader.until("}"));
    const min = Number(count?.[1] ?? Infinity);
    const max = count?.[2] === undefined ? min : count[3] === "" ? Infinity : Number(count[3]);
    if (min > MAX_REPEAT || (max !== Infinity && (max > MAX_REPEAT || max < min || max === 0))) {
      throw new NotShared();
    }
    return { min, max };
  }
}

/** RE2 limits how often nested counts repeat a part altogether. */
function repeatCount(node: PatternNode): number {
  switch (node.kind) {
    case "empty":
    case "set":
      return 1;
    case "concat":
      return Math.max(1, ...node.items.map(repeatCount));
    case "alternate":
      return Math.max(...node.branches.map(repeatCount));
    case "repeat":
      return repeatCount(node.body) * Math.max(1, node.max === Infinity ? node.min : node.max);
  }
}

/** `a|b|[cd]` is one set, so that a repetition of it has one way to match. */
function mergeSets(branches: readonly PatternNode[]): PatternNode {
  const inside: string[] = [];
  const ranges: CodePointRanges[] = [];
  for (const branch of branches) {
    if (branch.kind !== "set" || branch.source.startsWith("[^")) {
      return { kind: "alternate", branches };
    }
    inside.push(branch.source.startsWith("[") ? branch.source.slice(1, -1) : branch.source);
    if (branch.ranges !== undefined) {
      ranges.push(branch.ranges);
    }
  }
  return {
    kind: "set",
    source: `[${inside.join("")}]`,
    ranges: ranges.length === branches.length ? normalise(ranges.flat()) : undefined,
  };
}

/**
 * Parses a RE2 pattern whose meaning JavaScript can express exactly. Undefined for everything else, right or wrong:
 * multi-line mode, case folding of a part or beyond ASCII, scripts, octal, `\Q`, literal braces, nested repetition.
 */
export function parseShared(pattern: string): SharedPattern | undefined {
  const prefix = /^\(\?(?:i|is|si)\)/.exec(pattern)?.[0] ?? "";
  const reader = new PatternReader(pattern.slice(prefix.length));
  try {
    const parser = new SharedParser(reader, prefix !== "");
    const root = parser.alternation({ dotAll: prefix.includes("s") });
    return reader.peek() === "" ? { root, ignoreCase: prefix !== "" } : undefined;
  } catch (error) {
    if (error instanceof NotShared) {
      return undefined;
    }
    throw error;
  }
}
