import { areDisjoint, normalise, type CodePointRanges } from "./character-set.ts";
import type { PatternNode } from "./node.ts";

/** Code points that can come first; undefined when any can. */
type FirstSet = CodePointRanges | undefined;

/**
 * Upper bound of what a failing match costs in a backtracking engine, as powers of the text's length. A part is left
 * in at most `ways` times length^`spread` ways, each of which runs what comes after it, and running it once takes
 * length^`work`. A repetition that what follows cannot be mistaken for has work but no spread: giving characters back
 * fails at once.
 */
interface MatchCost {
  readonly spread: number;
  readonly work: number;
  readonly ways: number;
}

const NOTHING: CodePointRanges = [];
const FREE: MatchCost = { spread: 0, work: 0, ways: 1 };
const INTRACTABLE: MatchCost = { spread: Infinity, work: Infinity, ways: Infinity };

const union = (left: FirstSet, right: FirstSet): FirstSet =>
  left === undefined || right === undefined ? undefined : normalise([...left, ...right]);

/** What can come first in `node` when `follow` comes after it. */
function firstOf(node: PatternNode, follow: FirstSet): FirstSet {
  switch (node.kind) {
    case "empty":
      // Only an end of text is sure to fail where characters are given back; other assertions may hold anywhere.
      return node.source === "$" ? NOTHING : undefined;
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
      spread: cost.spread + total.spread,
      work: Math.max(cost.work, cost.spread + total.work),
      ways: cost.ways * total.ways,
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
  if (nullable || cost.work > 0 || (cost.ways > 1 && max === Infinity)) {
    return INTRACTABLE;
  }
  return max === Infinity
    ? { spread: exits === 1 ? 0 : 1, work: 1, ways: 1 }
    : { spread: 0, work: max > min ? 1 : 0, ways: cost.ways ** max * exits };
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
        spread: Math.max(...costs.map((cost) => cost.spread)),
        work: Math.max(...costs.map((cost) => cost.work)),
        ways: costs.reduce((sum, cost) => sum + cost.ways, 0),
      };
    }
    case "repeat":
      return costOfRepeat(node, follow);
  }
}

/** A search that has come to a trailing `.*` cannot fail any more, so that part costs nothing. */
function withoutTail(root: PatternNode): PatternNode {
  const last = root.kind === "concat" ? root.items.at(-1) : undefined;
  return root.kind === "concat" && last?.kind === "repeat" && last.min === 0 && last.body.kind === "set"
    ? { kind: "concat", items: root.items.slice(0, -1) }
    : root;
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
  const { work, ways } = costOf(anchored ? root : withoutTail(root), NOTHING);
  const power = work + (anchored || startsAtBeginning(root) ? 0 : 1);
  return power <= 1 ? ways <= MAX_WAYS_LINEAR : power === 2 && ways <= MAX_WAYS_QUADRATIC;
}
