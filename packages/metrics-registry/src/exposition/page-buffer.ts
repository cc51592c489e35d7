/** Strings longer than this are turned into bytes before more is appended: short ropes are cheaper to flatten and die young. */
const CHUNK_LENGTH = 32 * 1024;

/**
 * Makes V8 turn a rope of concatenated pieces into one string, which reading a character does. A text that is kept
 * and appended to many pages would be walked piece by piece each time.
 */
export function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/**
 * Collects the text of a page and turns it into UTF-8, lone surrogates into U+FFFD. Of the forms measured with the
 * optimiser off (one string, joined array, writes of single lines) short strings joined as bytes cost the least.
 */
export class PageBuffer {
  private readonly chunks: Buffer[] = [];
  private text = "";

  append(text: string): void {
    this.text += text;
    if (this.text.length > CHUNK_LENGTH) this.flush();
  }

  private flush(): void {
    this.chunks.push(Buffer.from(this.text, "utf8"));
    this.text = "";
  }

  finish(): Buffer {
    if (this.chunks.length === 0) return Buffer.from(this.text, "utf8");
    this.flush();
    return Buffer.concat(this.chunks);
  }
}
