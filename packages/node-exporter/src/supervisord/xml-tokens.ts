import { ParseError } from "@sightglass/metrics-registry";

/** A piece of XML: a tag that opens or closes an element, characters with entities decoded, or the end. */
export interface XmlToken {
  readonly kind: "open" | "close" | "text" | "end";
  /** Element name, or the characters. */
  readonly text: string;
}

/** Gives one token after the other, `end` for ever at last. */
export type XmlTokens = () => XmlToken;

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const ENTITY = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-z]{2,4}));|&/g;
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9._]{0,63})[ \t\r\n]*(\/?)>/y;
const DECLARATION = /^\uFEFF?(?:<\?xml [^<>]{0,200}\?>)?/;
const END: XmlToken = { kind: "end", text: "" };
const MAX_CODE_POINT = 0x10_ffff;

const fault = (what: string): ParseError => new ParseError("XML", 0, what);

function decodeEntity(hex: string | undefined, decimal: string | undefined, name: string | undefined): string {
  if (name !== undefined && Object.hasOwn(ENTITIES, name)) return ENTITIES[name] as string;
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
  if (!(code > 0 && code <= MAX_CODE_POINT)) throw fault("an entity that is none of XML's own five");
  return String.fromCodePoint(code);
}

/**
 * Cuts the part of XML that XML-RPC uses into tokens: elements without attributes, characters, CDATA sections and
 * comments. Document types are refused, so no entity can be defined, and there is nothing to expand or to fetch. The
 * function given throws ParseError at what is not of this form.
 */
export function createXmlTokens(text: string): XmlTokens {
  let at = DECLARATION.exec(text)?.[0].length ?? 0;
  let pending: XmlToken | undefined;

  function upTo(mark: string, from: number): number {
    const end = text.indexOf(mark, from);
    if (end < 0) throw fault(`no ${mark} before its end`);
    return end;
  }

  function characters(): XmlToken {
    const end = text.indexOf("<", at);
    const raw = text.slice(at, end < 0 ? text.length : end);
    at += raw.length;
    if (!raw.includes("&")) return { kind: "text", text: raw };
    return {
      kind: "text",
      text: raw.replaceAll(ENTITY, (_whole, hex?: string, decimal?: string, name?: string) =>
        decodeEntity(hex, decimal, name),
      ),
    };
  }

  function tag(): XmlToken {
    TAG.lastIndex = at;
    const found = TAG.exec(text);
    if (found === null) throw fault(`no tag, comment or CDATA section: ${JSON.stringify(text.slice(at, at + 40))}`);
    at = TAG.lastIndex;
    const [, slash, name = "", empty] = found;
    if (slash === "/" && empty === "/") throw fault(`a closing tag that is empty: ${name}`);
    if (empty === "/") pending = { kind: "close", text: name };
    return { kind: slash === "/" ? "close" : "open", text: name };
  }

  return () => {
    if (pending !== undefined) {
      const token = pending;
      pending = undefined;
      return token;
    }
    while (text.startsWith("<!--", at)) at = upTo("-->", at + 4) + 3;
    if (at >= text.length) return END;
    if (text.startsWith("<![CDATA[", at)) {
      const start = at + 9;
      at = upTo("]]>", start) + 3;
      return { kind: "text", text: text.slice(start, at - 3) };
    }
    return text[at] === "<" ? tag() : characters();
  };
}
