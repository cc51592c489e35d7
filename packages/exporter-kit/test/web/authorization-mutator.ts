import { basic } from "./web-harness.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");

/** Whether a field really carries the given credentials, decided without the code under test. */
export function grantsAccess(field: string, user: string, password: string): boolean {
  if (!/^basic [A-Za-z0-9+/]+={0,2}$/iu.test(field) || (field.length - 6) % 4 !== 0) return false;
  return Buffer.from(field.slice(6), "base64").equals(Buffer.from(`${user}:${password}`));
}

/**
 * Makes Authorization fields that resemble a right one: cut, spliced, of another case, with other separators, with one
 * or more characters changed, with the hash inside. About one in twenty is well-formed and new, which costs a hash; the
 * rest is malformed, repeated or equivalent. The sequence depends on the seed only.
 */
export class AuthorizationMutator {
  readonly #secret: { readonly user: string; readonly password: string; readonly hash: string };
  readonly #right: string;
  readonly #recent: string[] = [];
  #state: number;

  constructor(seed: number, secret: { readonly user: string; readonly password: string; readonly hash: string }) {
    this.#state = seed;
    this.#secret = secret;
    this.#right = basic(secret.user, secret.password);
  }

  next(): string {
    const kind = this.#below(100);
    if (kind < 5) {
      const made = this.#wellFormed();
      this.#recent[this.#below(200)] = made;
      return made;
    }
    if (kind < 30) return this.#recent[this.#below(200)] ?? this.#malformed();
    if (kind < 32) return this.#right.replace("Basic", ["basic", "BASIC", "bAsIc"][this.#below(3)] ?? "");
    return this.#malformed();
  }

  #wellFormed(): string {
    const { user, password, hash } = this.#secret;
    const encoded = this.#right.slice(6);
    switch (this.#below(6)) {
      case 0:
        return `Basic ${this.#replaceOne(encoded, alphabet, encoded.replace(/=+$/u, "").length)}`;
      case 1: {
        const once = this.#replaceOne(encoded, alphabet, encoded.replace(/=+$/u, "").length);
        return `Basic ${this.#replaceOne(once, alphabet, 16)}`;
      }
      case 2:
        return basic(user, this.#replaceOne(password, printable, password.length));
      case 3:
        return basic(this.#replaceOne(user, printable, user.length), password);
      case 4: {
        // The same text, split elsewhere, with and without the hash in it.
        const text = `${user}:${hash}:${password}${this.#below(1_000)}`;
        const cut = this.#below(text.length);
        return basic(text.slice(0, cut), text.slice(cut));
      }
      default:
        return basic(user, password + this.#pick(printable).repeat(1 + this.#below(80)));
    }
  }

  #malformed(): string {
    const right = this.#right;
    switch (this.#below(6)) {
      case 0:
        return right.slice(0, this.#below(6));
      case 1:
        return right.replace(" ", ["  ", "\t", "", ":", ","][this.#below(5)] ?? "");
      case 2: {
        const at = 6 + this.#below(right.length - 6);
        return right.slice(0, at) + (["*", "-", "_", ".", " ", "=", "\u00e9"][this.#below(7)] ?? "") + right.slice(at);
      }
      case 3:
        return this.#replaceOne(right, printable.replaceAll(/[Basic]/giu, ""), 5);
      case 4:
        return `Basic ${Buffer.from([0xff, this.#below(256), 0x3a, 0xc0]).toString("base64")}`;
      default:
        return `${["Bearer", "Digest", "Negotiate", "Basic Basic", "Basic,"][this.#below(5)]} ${right.slice(6)}`;
    }
  }

  #replaceOne(text: string, characters: string, below: number): string {
    const at = this.#below(below);
    return text.slice(0, at) + this.#pick(characters) + text.slice(at + 1);
  }

  #pick(characters: string): string {
    return characters.charAt(this.#below(characters.length));
  }

  /** A Mulberry32 step. */
  #below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % bound;
  }
}
