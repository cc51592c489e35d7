/** Stands for a variable of a dashboard where PromQL wants a name or a number. */
export const VARIABLE = "__variable__";

const IDENTIFIER = /[A-Za-z0-9_]/;

/** Variables that are whole numbers; the others of Grafana's own are durations. */
const NUMBERS: ReadonlySet<string> = new Set(["__interval_ms", "__range_s", "__range_ms", "__from", "__to"]);
const DURATIONS: ReadonlySet<string> = new Set(["__interval", "__rate_interval", "__range"]);

/** The end of a variable that starts at `start`, and its name; undefined when there is none. */
function variableAt(text: string, start: number): { readonly name: string; readonly end: number } | undefined {
  const closing = text.startsWith("${", start)
    ? "}"
    : text.startsWith("[[", start) && text[start + 2] !== "["
      ? "]]"
      : undefined;
  if (closing !== undefined) {
    const close = text.indexOf(closing, start + 2);
    // `${name:format}`; of the format nothing is needed.
    return close < 0
      ? undefined
      : { name: text.slice(start + 2, close).split(":", 1)[0] ?? "", end: close + closing.length };
  }
  if (text[start] !== "$") {
    return undefined;
  }
  let end = start + 1;
  while (end < text.length && IDENTIFIER.test(text[end] ?? "")) {
    end += 1;
  }
  return end === start + 1 ? undefined : { name: text.slice(start + 1, end), end };
}

/** Index behind a string that starts with `quote` at `start`. */
function endOfString(text: string, start: number, quote: string): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === "\\" && quote !== "`") {
      index += 1;
    } else if (text[index] === quote) {
      return index + 1;
    }
  }
  return text.length;
}

/**
 * Puts something that PromQL takes in place of each variable of a dashboard: a duration between brackets and after
 * `offset`, a number where Grafana gives one, a name elsewhere. Strings stay as they are: a matcher that holds a variable
 * matches anything, which `hasVariable` tells.
 */
export function replaceVariables(expression: string): string {
  let out = "";
  let inBrackets = false;
  for (let index = 0; index < expression.length;) {
    const character = expression[index] ?? "";
    if (character === '"' || character === "'" || character === "`") {
      const end = endOfString(expression, index, character);
      out += expression.slice(index, end);
      index = end;
      continue;
    }
    const variable = variableAt(expression, index);
    if (variable !== undefined) {
      const wantsDuration = inBrackets || /\boffset\s+-?$/.test(out) || DURATIONS.has(variable.name);
      out += wantsDuration ? "5m" : NUMBERS.has(variable.name) ? "1" : VARIABLE;
      index = variable.end;
      continue;
    }
    inBrackets = character === "[" || (inBrackets && character !== "]");
    out += character;
    index += 1;
  }
  return out;
}

/** Whether a matcher's value holds a variable of a dashboard. */
export function hasVariable(value: string): boolean {
  for (let index = 0; index < value.length; index += 1) {
    if (variableAt(value, index) !== undefined) {
      return true;
    }
  }
  return false;
}

const FUNCTIONS = ["label_values", "query_result", "metrics", "label_names"] as const;

/** Index of the comma that ends the first argument, or of the end. */
function endOfFirstArgument(text: string): number {
  let depth = 0;
  let last = -1;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === '"' || character === "'" || character === "`") {
      index = endOfString(text, index, character) - 1;
    } else if (character === "(" || character === "{" || character === "[") {
      depth += 1;
    } else if (character === ")" || character === "}" || character === "]") {
      depth -= 1;
    } else if (character === "," && depth === 0) {
      last = index;
    }
  }
  return last < 0 ? text.length : last;
}

/**
 * The PromQL in the query of a dashboard's variable: `label_values(selector, label)`, `query_result(expression)` or the
 * expression itself. Undefined when there is none, as in `label_values(label)` and `metrics(pattern)`.
 */
export function variableExpression(query: string): string | undefined {
  const trimmed = query.trim();
  const call = FUNCTIONS.find((name) => trimmed.startsWith(`${name}(`) && trimmed.endsWith(")"));
  if (call === undefined) {
    return trimmed === "" ? undefined : trimmed;
  }
  const inner = trimmed.slice(call.length + 1, -1);
  if (call === "query_result") {
    return inner;
  }
  const end = endOfFirstArgument(inner);
  return call === "label_values" && end < inner.length ? inner.slice(0, end) : undefined;
}
