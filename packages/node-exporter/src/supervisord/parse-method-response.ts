import { ParseError } from "@sightglass/metrics-registry";
import { createXmlTokens, type XmlToken } from "./xml-tokens.ts";

/** A value of XML-RPC. Dates and base64 stay texts; a struct is a map. */
export type XmlRpcValue = string | number | boolean | null | readonly XmlRpcValue[] | ReadonlyMap<string, XmlRpcValue>;

/** What a method returned, or how it failed. */
export type MethodResponse =
  | { readonly kind: "value"; readonly value: XmlRpcValue }
  | { readonly kind: "fault"; readonly value: XmlRpcValue };

const MAX_DEPTH = 32;
const BLANK = /^[ \t\r\n]*$/;
const INTEGER = /^[ \t\r\n]*([+-]?\d{1,19})[ \t\r\n]*$/;
const DOUBLE = /^[ \t\r\n]*([+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?)[ \t\r\n]*$/;
const BOOLEAN = /^[ \t\r\n]*([01]|true|false)[ \t\r\n]*$/;
const INTEGERS = new Set(["int", "i1", "i2", "i4", "i8"]);
const TEXTS = new Set(["string", "dateTime.iso8601", "base64"]);

const fault = (what: string): ParseError => new ParseError("XML-RPC response", 0, what);

const shown = ({ kind, text }: XmlToken): string => `${kind} ${JSON.stringify(text.slice(0, 40))}`;

function scalar(type: string, text: string): XmlRpcValue {
  if (TEXTS.has(type)) return text;
  const pattern = INTEGERS.has(type) ? INTEGER : type === "boolean" ? BOOLEAN : DOUBLE;
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw fault(`a ${type} of ${JSON.stringify(text.slice(0, 40))}`);
  return type === "boolean" ? found === "1" || found === "true" : Number(found);
}

/**
 * Parses the XML that an XML-RPC method answers with (xmlrpc.com/spec): one value, or a fault. Throws ParseError on
 * anything else, on values that are nested deeper than 32 and on a document type.
 */
export function parseMethodResponse(text: string): MethodResponse {
  const next = createXmlTokens(text);

  /** The next tag; only blanks may stand before it. */
  function tag(): XmlToken {
    for (;;) {
      const token = next();
      if (token.kind !== "text") return token;
      if (!BLANK.test(token.text))
        throw fault(`characters where there are none: ${JSON.stringify(token.text.slice(0, 40))}`);
    }
  }

  function expect(kind: "open" | "close" | "end", name = ""): void {
    const token = tag();
    if (token.kind !== kind || token.text !== name) throw fault(`${shown(token)} for ${kind} ${name}`);
  }

  /** Characters up to the closing tag of an element that is open. */
  function content(name: string): string {
    let all = "";
    for (;;) {
      const token = next();
      if (token.kind === "text") all += token.text;
      else if (token.kind === "close" && token.text === name) return all;
      else throw fault(`${shown(token)} within ${name}`);
    }
  }

  function array(depth: number): readonly XmlRpcValue[] {
    expect("open", "data");
    const values: XmlRpcValue[] = [];
    for (let token = tag(); token.kind !== "close" || token.text !== "data"; token = tag()) {
      if (token.kind !== "open" || token.text !== "value") throw fault(`${shown(token)} within an array`);
      values.push(value(depth + 1));
    }
    expect("close", "array");
    return values;
  }

  function struct(depth: number): ReadonlyMap<string, XmlRpcValue> {
    const members = new Map<string, XmlRpcValue>();
    for (let token = tag(); token.kind !== "close" || token.text !== "struct"; token = tag()) {
      if (token.kind !== "open" || token.text !== "member") throw fault(`${shown(token)} within a struct`);
      expect("open", "name");
      const name = content("name");
      expect("open", "value");
      members.set(name, value(depth + 1));
      expect("close", "member");
    }
    return members;
  }

  function typed(type: string, depth: number): XmlRpcValue {
    if (type === "array") return array(depth);
    if (type === "struct") return struct(depth);
    if (type === "nil") {
      expect("close", "nil");
      return null;
    }
    if (!INTEGERS.has(type) && !TEXTS.has(type) && type !== "boolean" && type !== "double") {
      throw fault(`a value of type ${type}`);
    }
    return scalar(type, content(type));
  }

  /** What stands in a value element that is open, and its end. A value without a type is a string. */
  function value(depth: number): XmlRpcValue {
    if (depth > MAX_DEPTH) throw fault(`values are nested deeper than ${MAX_DEPTH}`);
    let plain = "";
    for (;;) {
      const token = next();
      if (token.kind === "text") plain += token.text;
      else if (token.kind === "close" && token.text === "value") return plain;
      else if (token.kind === "open" && BLANK.test(plain)) {
        const found = typed(token.text, depth);
        expect("close", "value");
        return found;
      } else throw fault(`${shown(token)} within a value`);
    }
  }

  expect("open", "methodResponse");
  const first = tag();
  let response: MethodResponse;
  if (first.kind === "open" && first.text === "fault") {
    expect("open", "value");
    response = { kind: "fault", value: value(0) };
    expect("close", "fault");
  } else if (first.kind === "open" && first.text === "params") {
    expect("open", "param");
    expect("open", "value");
    response = { kind: "value", value: value(0) };
    expect("close", "param");
    expect("close", "params");
  } else {
    throw fault(`${shown(first)} within methodResponse`);
  }
  expect("close", "methodResponse");
  expect("end");
  return response;
}
