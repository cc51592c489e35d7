import { parser } from "@prometheus-io/lezer-promql";
import type { SyntaxNode } from "@lezer/common";

/** How a label is matched. */
export type MatchOperator = "=" | "!=" | "=~" | "!~";

/** One condition on a label; the metric's name is the label `__name__`. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

/** A vector selector of an expression. */
export interface VectorSelector {
  /** As it stands in the expression. */
  readonly text: string;
  readonly matchers: readonly LabelMatcher[];
  /** Labels that the aggregations and joins around it ask for. */
  readonly usedLabels: readonly string[];
}

/** An expression, as far as its selectors go. */
export interface ParsedExpression {
  readonly selectors: readonly VectorSelector[];
  /** False when the grammar does not take the whole of it; what was understood is there all the same. */
  readonly isWhole: boolean;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", '"': '"', "'": "'" };

/** The value of a PromQL string: double or single quotes with escapes, backticks without. */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  return literal.startsWith("`")
    ? body
    : body.replaceAll(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (whole, code: string) =>
        code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? whole),
      );
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    found.push(child);
  }
  return found;
}

/** A label's name, quoted or not. */
function labelName(node: SyntaxNode, text: (node: SyntaxNode) => string): string {
  return node.name === "QuotedLabelName" ? unquote(text(node)) : text(node);
}

function readMatcher(node: SyntaxNode, text: (node: SyntaxNode) => string): LabelMatcher | undefined {
  if (node.name === "QuotedLabelName") {
    return { label: "__name__", operator: "=", value: unquote(text(node)) };
  }
  const parts = children(node);
  const label = parts.find(({ name }) => name === "LabelName" || name === "QuotedLabelName");
  const operator = parts.find(({ name }) => name === "MatchOp");
  const value = parts.find(({ name }) => name === "StringLiteral");
  return label === undefined || operator === undefined || value === undefined
    ? undefined
    : { label: labelName(label, text), operator: text(operator) as MatchOperator, value: unquote(text(value)) };
}

/** Labels of `by`, `on`, `group_left` and `group_right` around a selector; `without` and `ignoring` ask for none. */
function labelsAround(selector: SyntaxNode, text: (node: SyntaxNode) => string): string[] {
  const labels: string[] = [];
  for (let node = selector.parent; node !== null; node = node.parent) {
    for (const clause of children(node)) {
      if (clause.name !== "AggregateModifier" && clause.name !== "MatchingModifierClause") {
        continue;
      }
      const parts = children(clause);
      const first = parts[0]?.name;
      if (first === "By" || first === "On") {
        // What group_left takes comes from the other side, so that only the first list is asked of both.
        const list = parts.find(({ name }) => name === "GroupingLabels");
        labels.push(
          ...(list === undefined ? [] : children(list))
            .filter(({ name }) => name === "LabelName" || name === "QuotedLabelName")
            .map((label) => labelName(label, text)),
        );
      }
    }
    // A label that an aggregation takes off or a function makes is asked of what is inside of the nearest one only.
    if (node.name === "AggregateExpr") {
      break;
    }
  }
  return labels;
}

function readSelector(node: SyntaxNode, text: (node: SyntaxNode) => string): VectorSelector {
  const matchers: LabelMatcher[] = [];
  for (const child of children(node)) {
    if (child.name === "Identifier") {
      matchers.push({ label: "__name__", operator: "=", value: text(child) });
    } else if (child.name === "LabelMatchers") {
      for (const one of children(child)) {
        const matcher = readMatcher(one, text);
        if (matcher !== undefined) {
          matchers.push(matcher);
        }
      }
    }
  }
  return { text: text(node), matchers, usedLabels: [...new Set(labelsAround(node, text))] };
}

/** Finds the vector selectors of a PromQL expression with Prometheus' own grammar. It never throws. */
export function parseExpression(expression: string): ParsedExpression {
  const text = (node: SyntaxNode): string => expression.slice(node.from, node.to);
  const selectors: VectorSelector[] = [];
  let isWhole = true;
  parser.parse(expression).iterate({
    enter: (reference) => {
      isWhole &&= !reference.type.isError;
      if (reference.name === "VectorSelector") {
        selectors.push(readSelector(reference.node, text));
      }
    },
  });
  return { selectors, isWhole };
}
