import { ParseError } from "@sightglass/metrics-registry";

/** The words of a line that are separated by runs of spaces or tabs. Splits by a literal, which V8 does natively. */
export function splitFields(line: string): string[] {
  const parts = (line.includes("\t") ? line.replaceAll("\t", " ") : line).split(" ");
  if (!parts.includes("")) return parts;
  const fields: string[] = [];
  for (const part of parts) if (part !== "") fields.push(part);
  return fields;
}

/** A decimal number of a kernel file. Throws when the text is absent or none. */
export function parseNumber(text: string | undefined, path: string, line: number): number {
  const value = text === undefined || text === "" ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new ParseError(path, line, `expected a number, found ${JSON.stringify(text ?? "")}`);
  return value;
}

const HEXADECIMAL = /^[0-9a-fA-F]+$/;

/** A hexadecimal number without prefix, as /proc/net files hold. Throws when the text is absent or none. */
export function parseHex(text: string | undefined, path: string, line: number): number {
  if (text === undefined || !HEXADECIMAL.test(text)) {
    throw new ParseError(path, line, `expected a hexadecimal number, found ${JSON.stringify(text ?? "")}`);
  }
  return Number.parseInt(text, 16);
}

/** The number of a kernel file that holds just one, such as those below /proc/sys. */
export function parseSingleNumber(text: string, path: string): number {
  return parseNumber(text.trim(), path, 1);
}
