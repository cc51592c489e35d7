import { ParseError } from "@sightglass/metrics-registry";

/** One complete type of a D-Bus signature; containers hold the types within them. */
export interface DbusType {
  /** The code by which it begins: `s`, `u`, `a`, `(` or `{` and so on. */
  readonly code: string;
  /** The element of an array, the fields of a struct, key and value of a dictionary's entry; empty otherwise. */
  readonly inner: readonly DbusType[];
}

const BASIC = "ybnqiuxtdsogh".split("");
/** Limits of the specification ("Valid Signatures"). */
const MAX_LENGTH = 255;
const MAX_DEPTH = 32;
const NONE: readonly DbusType[] = [];

const SIMPLE: ReadonlyMap<string, DbusType> = new Map([...BASIC, "v"].map((code) => [code, { code, inner: NONE }]));

const fault = (text: string, what: string): ParseError =>
  new ParseError("D-Bus signature", 0, `${JSON.stringify(text.slice(0, MAX_LENGTH))}: ${what}`);

/** Signatures that were parsed before: a unit's properties have a few dozen, hundreds of times. */
const parsed = new Map<string, readonly DbusType[]>();
const MAX_PARSED = 256;

/**
 * Parses a signature, a row of complete types such as `a(ssssssouso)` or `sa{sv}as`, by the rules of the D-Bus
 * specification. Throws ParseError on anything else.
 */
export function parseSignature(text: string): readonly DbusType[] {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const types = parseAnew(text);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(text, types);
  return types;
}

function parseAnew(text: string): readonly DbusType[] {
  if (text.length > MAX_LENGTH) throw fault(text, `it is longer than ${MAX_LENGTH} bytes`);
  let at = 0;

  function struct(arrays: number, structs: number): DbusType {
    const fields: DbusType[] = [];
    while (text[at] !== ")") fields.push(complete(arrays, structs + 1));
    at += 1;
    if (fields.length === 0) throw fault(text, "a struct has no fields");
    return { code: "(", inner: fields };
  }

  function entry(arrays: number, structs: number): DbusType {
    const key = complete(arrays, structs + 1);
    if (!BASIC.includes(key.code)) throw fault(text, `a key of type ${key.code}`);
    const value = complete(arrays, structs + 1);
    if (text[at] !== "}") throw fault(text, "a dictionary's entry does not end after its value");
    at += 1;
    return { code: "{", inner: [key, value] };
  }

  function array(arrays: number, structs: number): DbusType {
    if (text[at] !== "{") return { code: "a", inner: [complete(arrays + 1, structs)] };
    at += 1;
    return { code: "a", inner: [entry(arrays + 1, structs)] };
  }

  function complete(arrays: number, structs: number): DbusType {
    if (arrays > MAX_DEPTH || structs > MAX_DEPTH) throw fault(text, `it is nested deeper than ${MAX_DEPTH}`);
    const code = text[at] ?? "";
    at += 1;
    const simple = SIMPLE.get(code);
    if (simple !== undefined) return simple;
    if (code === "a") return array(arrays, structs);
    if (code === "(") return struct(arrays, structs);
    throw fault(text, code === "" ? "it ends too early" : `unknown type ${JSON.stringify(code)}`);
  }

  const types: DbusType[] = [];
  while (at < text.length) types.push(complete(0, 0));
  return types;
}

const ALIGNMENTS: Readonly<Record<string, number>> = { y: 1, g: 1, v: 1, n: 2, q: 2, x: 8, t: 8, d: 8, "(": 8, "{": 8 };

/** The multiple of bytes, counted from the start of the message, at which a value of a type begins. */
export const alignmentOf = ({ code }: DbusType): number => ALIGNMENTS[code] ?? 4;
