import { parseNumber, splitFields } from "./fields.ts";

/** Called for each line with the field as `Protocol_Name` and its value. */
export type Snmp6Visitor = (field: string, value: number) => void;

/**
 * Parses /proc/net/snmp6, lines of `Ip6InReceives  7`, and hands each to `visit` with the protocol (up to the first
 * 6) set apart: `Ip6_InReceives`. Lines without a 6 belong to no protocol and are skipped. Throws ParseError.
 */
export function parseSnmp6(text: string, visit: Snmp6Visitor): void {
  let line = 0;
  for (const row of text.split("\n")) {
    line += 1;
    const [name = "", value] = splitFields(row);
    const six = name.indexOf("6");
    if (value === undefined || six === -1) continue;
    visit(`${name.slice(0, six + 1)}_${name.slice(six + 1)}`, parseNumber(value, "net/snmp6", line));
  }
}
