import { ParseError } from "@sightglass/metrics-registry";
import type { DbusValue } from "./dbus-value.ts";
import { alignmentOf, parseSignature, type DbusType } from "./type-signature.ts";

/** Containers within containers, variants included: the specification's limit of a whole message. */
const MAX_DEPTH = 64;
/** The specification's limit of an array. */
const MAX_ARRAY_BYTES = 64 * 1024 * 1024;

const ARRAY = "a".charCodeAt(0);
/** Size of values by their type's character code; -1 for a string or object path, 0 for those not told so simply. */
const SIZES: readonly number[] = Array.from({ length: 128 }, (_none, code) => {
  const type = String.fromCharCode(code);
  if (type === "y") return 1;
  if ("nq".includes(type)) return 2;
  if ("biuh".includes(type)) return 4;
  if ("xtd".includes(type)) return 8;
  return "so".includes(type) ? -1 : 0;
});

/**
 * Reads marshalled values one after the other, in either byte order. Offsets are those of the bytes given, which must
 * start where alignment starts: at a message's or a body's first byte. Every method throws ParseError when the bytes
 * do not hold what is asked for, and nothing else.
 */
export class BodyReader {
  /** Where the next value begins, before its padding. */
  position: number;
  readonly #bytes: Buffer;
  /** The same bytes: unlike Buffer's methods, these are not slow where the optimiser is off. */
  readonly #view: DataView;
  readonly #isLittle: boolean;

  constructor(bytes: Buffer, isLittle: boolean, position = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#isLittle = isLittle;
    this.position = position;
  }

  /** Skips padding and takes `size` bytes; gives the offset of the first. */
  #take(size: number, alignment: number): number {
    // Alignments are powers of two.
    const start = (this.position + alignment - 1) & -alignment;
    if (start + size > this.#bytes.length) throw this.fault("the bytes end too early");
    this.position = start + size;
    return start;
  }

  fault(what: string): ParseError {
    return new ParseError("D-Bus message", 0, `${what} (byte ${this.position})`);
  }

  align(alignment: number): void {
    this.#take(0, alignment);
  }

  byte(): number {
    return this.#bytes[this.#take(1, 1)] as number;
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4, 4), this.#isLittle);
  }

  #terminatedText(length: number): string {
    const at = this.#take(length + 1, 1);
    if (this.#bytes[at + length] !== 0) throw this.fault("a text does not end with a zero byte");
    return this.#bytes.toString("utf8", at, at + length);
  }

  /** A string or an object path. */
  string(): string {
    return this.#terminatedText(this.uint32());
  }

  /** Reads a string and tells which of some texts it is, -1 for none, without making a text of it. */
  indexAmong(texts: readonly Buffer[]): number {
    const length = this.uint32();
    const at = this.#take(length + 1, 1);
    for (let index = 0; index < texts.length; index += 1) {
      const text = texts[index] as Buffer;
      if (text.length === length && text.compare(this.#bytes, at, at + length) === 0) return index;
    }
    return -1;
  }

  signature(): string {
    return this.#terminatedText(this.byte());
  }

  /** Passes over a string without decoding it. */
  skipString(): void {
    this.#take(this.uint32() + 1, 1);
  }

  /** Begins an array; gives the offset at which its last element ends. */
  arrayEnd(elementAlignment: number): number {
    const length = this.uint32();
    if (length > MAX_ARRAY_BYTES) throw this.fault(`an array of ${length} bytes`);
    this.align(elementAlignment);
    const end = this.position + length;
    if (end > this.#bytes.length) throw this.fault("an array is longer than its message");
    return end;
  }

  #number(code: string): DbusValue {
    const view = this.#view;
    switch (code) {
      case "y":
        return this.byte();
      case "n":
        return view.getInt16(this.#take(2, 2), this.#isLittle);
      case "q":
        return view.getUint16(this.#take(2, 2), this.#isLittle);
      case "i":
        return view.getInt32(this.#take(4, 4), this.#isLittle);
      case "x":
        return view.getBigInt64(this.#take(8, 8), this.#isLittle);
      case "t":
        return view.getBigUint64(this.#take(8, 8), this.#isLittle);
      case "d":
        return view.getFloat64(this.#take(8, 8), this.#isLittle);
      default:
        return this.uint32();
    }
  }

  #boolean(): boolean {
    const number = this.uint32();
    if (number > 1) throw this.fault(`a boolean of ${number}`);
    return number === 1;
  }

  #variantType(): { readonly signature: string; readonly type: DbusType } {
    const signature = this.signature();
    const [type, ...more] = parseSignature(signature);
    if (type === undefined || more.length > 0) throw this.fault(`a variant of type ${JSON.stringify(signature)}`);
    return { signature, type };
  }

  /** One value of a type. */
  value(type: DbusType, depth = 0): DbusValue {
    if (depth > MAX_DEPTH) throw this.fault("containers are nested too deeply");
    switch (type.code) {
      case "s":
      case "o":
        return this.string();
      case "g":
        return this.signature();
      case "b":
        return this.#boolean();
      case "v": {
        const { signature, type: inner } = this.#variantType();
        return { signature, value: this.value(inner, depth + 1) };
      }
      case "(":
      case "{": {
        this.align(8);
        return type.inner.map((inner) => this.value(inner, depth + 1));
      }
      case "a": {
        const element = type.inner[0] as DbusType;
        const end = this.arrayEnd(alignmentOf(element));
        const values: DbusValue[] = [];
        while (this.position < end) values.push(this.value(element, depth + 1));
        this.endArray(end);
        return values;
      }
      default:
        return this.#number(type.code);
    }
  }

  /** Checks that the elements of an array filled it to its end. */
  endArray(end: number): void {
    if (this.position !== end) throw this.fault("an array's elements do not end where it does");
  }

  /** Passes over a variant without making anything of it, but for the parts that tell how long it is. */
  skipVariant(depth = 0): void {
    const at = this.position;
    const bytes = this.#bytes;
    // Nearly all of a unit's properties are of one simple type or an array of one: told by their bytes, they cost a third.
    const isArray = bytes[at] === 2 && bytes[at + 1] === ARRAY;
    const typeAt = isArray ? at + 2 : at + 1;
    const size = (isArray || bytes[at] === 1) && bytes[typeAt + 1] === 0 ? SIZES[bytes[typeAt] as number] : undefined;
    if (size === undefined || size === 0) {
      this.#skip(this.#variantType().type, depth + 1);
      return;
    }
    this.position = typeAt + 2;
    if (isArray) this.position = this.arrayEnd(size < 0 ? 4 : size);
    else if (size < 0) this.skipString();
    else this.#take(size, size);
  }

  #skip(type: DbusType, depth: number): void {
    if (depth > MAX_DEPTH) throw this.fault("containers are nested too deeply");
    switch (type.code) {
      case "s":
      case "o":
        this.skipString();
        return;
      case "v":
        this.skipVariant(depth);
        return;
      case "a":
        this.position = this.arrayEnd(alignmentOf(type.inner[0] as DbusType));
        return;
      case "(":
      case "{":
        this.align(8);
        for (const inner of type.inner) this.#skip(inner, depth + 1);
        return;
      default:
        // Numbers, booleans and signatures: reading them is passing over them.
        if (type.code === "g") this.signature();
        else this.#number(type.code);
    }
  }
}
