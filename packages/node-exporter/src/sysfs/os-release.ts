import { ParseError } from "@sightglass/metrics-registry";

const SOURCE = "os-release";
const KEY = /^[A-Za-z_][A-Za-z0-9_./]*$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  $: "$",
  "`": "`",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

function unescape(value: string, at: number, line: number): readonly [text: string, next: number] {
  const letter = value[at];
  if (letter === undefined) throw new ParseError(SOURCE, line, "the value ends after a backslash");
  if (letter === "u") {
    const hex = value.slice(at + 1, at + 5);
    if (!/^[0-9A-Fa-f]{4}$/.test(hex)) throw new ParseError(SOURCE, line, `bad \\u escape "${hex}"`);
    return [String.fromCharCode(Number.parseInt(hex, 16)), at + 5];
  }
  const text = ESCAPES[letter];
  if (text === undefined) throw new ParseError(SOURCE, line, `unknown escape \\${letter}`);
  return [text, at + 1];
}

/** Takes shell quoting off: double quotes with escapes, single quotes without, and a comment after white space. */
function unquote(value: string, line: number): string {
  let result = "";
  let significant = 0;
  let quote = "";
  let at = 0;
  while (at < value.length) {
    const char = value[at] as string;
    if (char < " " && char !== "\t") throw new ParseError(SOURCE, line, "control character in a value");
    at += 1;
    if (quote === "") {
      if (char === '"' || char === "'") {
        quote = char;
        significant = result.length;
      } else if (char === "#") {
        return result.slice(0, significant);
      } else {
        result += char;
        if (char !== " " && char !== "\t") significant = result.length;
      }
    } else if (char === quote) {
      quote = "";
      significant = result.length;
    } else if (char === "\\" && quote === '"') {
      const [text, next] = unescape(value, at, line);
      result += text;
      at = next;
    } else {
      result += char;
    }
  }
  if (quote !== "") throw new ParseError(SOURCE, line, `a ${quote} is never closed`);
  return result;
}

/**
 * Parses os-release(5): `KEY=value` lines with shell quoting, blank lines and `#` comments. The last of equal keys
 * wins. Throws ParseError with the line when a line is no assignment or its quotes do not close.
 */
export function parseOsRelease(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let number = 0;
  for (const raw of text.split("\n")) {
    number += 1;
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const equals = line.indexOf("=");
    if (equals < 0) throw new ParseError(SOURCE, number, "a line without =");
    const named = line.slice(0, equals).trim();
    const key = named.startsWith("export ") && named.length > 7 ? named.slice(7).trim() : named;
    if (!KEY.test(key)) throw new ParseError(SOURCE, number, `bad key "${key}"`);
    values.set(key, unquote(line.slice(equals + 1).trim(), number));
  }
  return values;
}
