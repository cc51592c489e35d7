import { escapeHtml } from "./escape-html.ts";

/** Markup that is safe to send as it is. Only the `html` tag makes it. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: texts and numbers are escaped, markup is taken as it is, lists are joined. */
export type HtmlPart = string | number | Html | readonly Html[];

const render = (part: HtmlPart): string => {
  if (typeof part === "string") {
    return escapeHtml(part);
  }
  if (typeof part === "number") {
    return String(part);
  }
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
};

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The fixed parts of a template without the indentation that the source has for its readers. */
const compact = (literals: TemplateStringsArray): readonly string[] => {
  let parts = compacted.get(literals);
  if (parts === undefined) {
    parts = literals.map((literal) => literal.replace(/\n\s+/g, "\n"));
    compacted.set(literals, parts);
  }
  return parts;
};

/** Template tag that escapes every text put into it. Attribute values must be written in double quotes. */
export function html(literals: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const fixed = compact(literals);
  let markup = fixed[0] ?? "";
  for (const [index, part] of parts.entries()) {
    markup += render(part) + (fixed[index + 1] ?? "");
  }
  return { markup };
}

/** Nothing, for the other branch of a condition. */
export const NO_HTML: Html = { markup: "" };
