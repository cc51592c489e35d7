import { areDisjoint, normalise, type CodePointRanges } from "./character-set.ts";
import type { PatternNode } from "./node.ts";

/** Code points that can come first; undefined when any can. */
type FirstSet = CodePointRanges | undefined;

/**
 * Upper bound of what a failing match costs in a backtracking engine: `ways` times the text's length to the power of
 * `degree`. A repetition that what follows cannot be mistaken for is `looped` but adds no degree: giving characters
 * back fails at once.
 */
interface MatchCost {
  readonly degree: number;
  readonly ways: number;
  readonly looped: boolean;
}

const NOTHING: CodePointRanges = [];
const FREE: MatchCost = { degree: 0, ways: 1, looped: false };
const INTRACTABLE: MatchCost = { degree: Infinity, ways: Infinity, looped: true };

const union = (left: FirstSet, right: FirstSet): FirstSet =>
  left === undefined || right === undefined ? undefined : normalise([...left, ...right]);

/** What can come first in `node` when `follow` comes after it. */
function firstOf(node: PatternNode, follow: FirstSet): FirstSet {
  switch (node.kind) {
    case "empty":
      return node.source === "$" ? NOTHING : follow;
    case "set":
      return node.ranges;
    case "concat":
      return node.items.reduceRight<FirstSet>((rest, item) => firstOf(item, rest), follow);
    case "alternate":
      return node.branches.reduce<FirstSet>((sum, branch) => union(sum, firstOf(branch, follow)), NOTHING);
    case "repeat": {
      const first = firstOf(node.body, follow);
      return node.min === 0 ? union(first, follow) : first;
    }
  }
}

function isNullable(node: PatternNode): boolean {
  switch (node.kind) {
    case "empty":
      return true;
    case "set":
      return false;
    case "concat":
      return node.items.every(isNullable);
    case "alternate":
      return node.branches.some(isNullable);
    case "repeat":
      return node.min === 0 || isNullable(node.body);
  }
}

function costOfConcat(items: readonly PatternNode[], follow: FirstSet): MatchCost {
  let total = FREE;
  let rest = follow;
  for (const item of items.toReversed()) {
    const cost = costOf(item, rest);
    total = {
      degree: total.degree + cost.degree,
      ways: total.ways * cost.ways,
      looped: total.looped || cost.looped,
    };
    rest = firstOf(item, rest);
  }
  return total;
}

function costOfRepeat(node: PatternNode & { readonly kind: "repeat" }, follow: FirstSet): MatchCost {
  const { body, min, max } = node;
  const first = firstOf(body, NOTHING);
  const nullable = isNullable(body);
  const exits = !nullable && areDisjoint(first, follow) ? 1 : max - min + 1;
  if (max === 1) {
    const cost = costOf(body, follow);
    return { ...cost, ways: min === 0 && exits > 1 ? cost.ways + 1 : cost.ways };
  }
  const cost = costOf(body, union(first, follow));
  if (nullable || cost.looped || cost.degree > 0 || (cost.ways > 1 && max === Infinity)) {
    return INTRACTABLE;
  }
  return max === Infinity
    ? { degree: exits === 1 ? 0 : 1, ways: 1, looped: true }
    : { degree: 0, ways: cost.ways ** max * exits, looped: max - min > 0 };
}

function costOf(node: PatternNode, follow: FirstSet): MatchCost {
  switch (node.kind) {
    case "empty":
    case "set":
      return FREE;
    case "concat":
      return costOfConcat(node.items, follow);
    case "alternate": {
      const costs = node.branches.map((branch) => costOf(branch, follow));
      return {
        degree: Math.max(...costs.map((cost) => cost.degree)),
        ways: costs.reduce((sum, cost) => sum + cost.ways, 0),
        looped: costs.some((cost) => cost.looped),
      };
    }
    case "repeat":
      return costOfRepeat(node, follow);
  }
}

function startsAtBeginning(root: PatternNode): boolean {
  const first = root.kind === "concat" ? root.items[0] : root;
  return first?.kind === "empty" && first.source === "^";
}

const MAX_WAYS_LINEAR = 1_000;
const MAX_WAYS_QUADRATIC = 64;

/**
 * Whether a backtracking engine is sure to test a pattern in at most quadratic time with a small constant. Errs on
 * the side of no.
 */
export function isCheapToBacktrack(root: PatternNode, anchored: boolean): boolean {
  // Nothing comes after the pattern: either the text has to end there, or the search has succeeded.
  const { degree, ways, looped } = costOf(root, NOTHING);
  const power = Math.max(degree, looped ? 1 : 0) + (anchored || startsAtBeginning(root) ? 0 : 1);
  return power <= 1 ? ways <= MAX_WAYS_LINEAR : power === 2 && ways <= MAX_WAYS_QUADRATIC;
}
