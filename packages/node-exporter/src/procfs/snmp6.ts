import { parseNumber, type FoundField } from "./fields.ts";

/**
 * Parses /proc/net/snmp6, lines of `Ip6InReceives <spaces><tab>7`. `nameOf` gives each field's name in the result,
 * or undefined to leave it out; lines without a value are skipped. Throws ParseError.
 */
export function parseSnmp6(text: string, nameOf: (field: string) => string | undefined): readonly FoundField[] {
  const fields: FoundField[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const tab = text.indexOf("\t", start);
    if (tab !== -1 && tab < end) {
      const name = nameOf(text.slice(start, tab).trimEnd());
      if (name !== undefined) {
        const value = parseNumber(text.slice(tab + 1, end), "net/snmp6", line);
        fields.push({ name, value, scale: 1, at: tab + 1 });
      }
    }
    start = end + 1;
  }
  return fields;
}

/** A field as `Protocol_Name`, the protocol being what ends in the first 6: `Ip6_InReceives`. Undefined for one without a 6. */
export function snmp6FieldName(field: string): string | undefined {
  const six = field.indexOf("6");
  return six === -1 ? undefined : `${field.slice(0, six + 1)}_${field.slice(six + 1)}`;
}
