import { NotShared } from "./node.ts";
import { complement, PERL_SETS, printRanges, type CodePointRanges } from "./character-set.ts";

/** General categories of Unicode; scripts are left to the RE2 library. */
const CATEGORY = /^(?:C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;

const CONTROL_ESCAPES: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/**
 * What an escape stands for: one code point, or a set as the inside of a JavaScript class. Case folding changes a
 * `cased` set, and the two engines do not agree how.
 */
export type Escape =
  | { readonly codePoint: number }
  | { readonly inside: string; readonly cased: boolean; readonly ranges: CodePointRanges | undefined };

/** A pattern with a position, read by code points. */
export class PatternReader {
  readonly #characters: readonly string[];
  #position = 0;

  constructor(pattern: string) {
    this.#characters = Array.from(pattern);
  }

  /** The character `ahead` of the position, or an empty text at the end. */
  peek(ahead = 0): string {
    return this.#characters[this.#position + ahead] ?? "";
  }

  /** Takes one character, or an empty text at the end. */
  next(): string {
    const character = this.peek();
    this.#position += 1;
    return character;
  }

  /** Takes `text` if it comes next. */
  accept(text: string): boolean {
    for (let index = 0; index < text.length; index += 1) {
      if (this.peek(index) !== text[index]) {
        return false;
      }
    }
    this.#position += text.length;
    return true;
  }

  /** Takes all up to and including `end`, and returns what was before it. */
  until(end: string): string {
    const found = this.#characters.indexOf(end, this.#position);
    if (found < 0) {
      throw new NotShared();
    }
    const text = this.#characters.slice(this.#position, found).join("");
    this.#position = found + 1;
    return text;
  }

  /** Reads what follows a backslash, where it means the same inside and outside of a class. */
  escape(): Escape {
    const letter = this.next();
    const control = CONTROL_ESCAPES[letter];
    if (control !== undefined) {
      return { codePoint: control };
    }
    const perl = PERL_SETS[letter.toLowerCase()];
    if (perl !== undefined) {
      const ranges = letter === letter.toLowerCase() ? perl : complement(perl);
      return { inside: printRanges(ranges), cased: letter === "w" || letter === "W", ranges };
    }
    if (letter === "x") {
      return { codePoint: this.#hexadecimal() };
    }
    if (letter === "p" || letter === "P") {
      return { inside: this.#category(letter), cased: true, ranges: undefined };
    }
    if (letter === "" || letter > "\x7f" || /[a-zA-Z0-9]/.test(letter)) {
      throw new NotShared();
    }
    return { codePoint: letter.charCodeAt(0) };
  }

  #hexadecimal(): number {
    const digits = this.accept("{") ? this.until("}") : this.next() + this.next();
    const codePoint = /^[0-9a-fA-F]{1,8}$/.test(digits) ? Number.parseInt(digits, 16) : Infinity;
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
      throw new NotShared();
    }
    return codePoint;
  }

  #category(letter: "p" | "P"): string {
    const braced = this.accept("{");
    const inverted = braced && this.accept("^");
    const name = braced ? this.until("}") : this.next();
    if (!CATEGORY.test(name)) {
      throw new NotShared();
    }
    return `\\${(letter === "p") === inverted ? "P" : "p"}{${name}}`;
  }
}
