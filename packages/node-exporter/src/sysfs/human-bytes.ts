import { ParseError } from "@sightglass/metrics-registry";

const NUMBER = /^\s*(\d+\.?\d*|\.\d+)\s*([kmgtpe]?)\s*$/i;
const UNITS = "kmgtpe";

/**
 * A size as bcachefs writes it for people: `720`, `28.2k`, `10.8T`, in powers of 1024 (prt_human_readable_u64). Fractions
 * of a byte are cut off. Throws ParseError naming `path`.
 */
export function parseHumanBytes(text: string, path: string, line: number): number {
  const match = NUMBER.exec(text);
  if (match === null) throw new ParseError(path, line, `expected a size, found ${JSON.stringify(text)}`);
  const [, number = "", unit = ""] = match;
  const power = unit === "" ? 0 : UNITS.indexOf(unit.toLowerCase()) + 1;
  return Math.trunc(Number(number) * 1024 ** power);
}
