import type { CodePointRanges } from "./character-set.ts";

/** A pattern of the syntax that RE2 and JavaScript share, as a tree. Capturing plays no part: patterns are only tested. */
export type PatternNode =
  /** Matches the empty text: `source` is an assertion (`^`, `$`, `\b`) or empty. */
  | { readonly kind: "empty"; readonly source: string }
  /** Matches one code point; `source` is JavaScript syntax under the `u` flag, `ranges` are absent when not known. */
  | { readonly kind: "set"; readonly source: string; readonly ranges?: CodePointRanges | undefined }
  | { readonly kind: "concat"; readonly items: readonly PatternNode[] }
  | { readonly kind: "alternate"; readonly branches: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly body: PatternNode; readonly min: number; readonly max: number };

/** What the parser of the shared syntax returns. */
export interface SharedPattern {
  readonly root: PatternNode;
  readonly ignoreCase: boolean;
}

/** Thrown inside the parser when a pattern leaves the shared syntax; the RE2 library then decides about it. */
export class NotShared extends Error {
  override readonly name = "NotShared";
}

/** Writes a tree as the source of a RegExp with the `u` flag. */
export function printNode(node: PatternNode): string {
  switch (node.kind) {
    case "empty":
    case "set":
      return node.source;
    case "concat":
      return node.items
        .map((item) => (item.kind === "alternate" ? `(?:${printNode(item)})` : printNode(item)))
        .join("");
    case "alternate":
      return node.branches.map(printNode).join("|");
    case "repeat": {
      const body = node.body.kind === "set" ? node.body.source : `(?:${printNode(node.body)})`;
      if (node.max === Infinity) {
        return `${body}{${node.min},}`;
      }
      return node.min === node.max ? `${body}{${node.min}}` : `${body}{${node.min},${node.max}}`;
    }
  }
}
