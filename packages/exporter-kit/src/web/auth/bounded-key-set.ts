/** A set of keys with a bound; the least recently used key goes first. */
export class BoundedKeySet {
  readonly #bound: number;
  readonly #keys = new Set<string>();

  constructor(bound: number) {
    this.#bound = bound;
  }

  get size(): number {
    return this.#keys.size;
  }

  /** Whether the key is held; a held key becomes the most recently used. */
  has(key: string): boolean {
    if (!this.#keys.delete(key)) return false;
    this.#keys.add(key);
    return true;
  }

  add(key: string): void {
    this.#keys.delete(key);
    this.#keys.add(key);
    if (this.#keys.size <= this.#bound) return;
    const oldest = this.#keys.values().next();
    if (oldest.done !== true) this.#keys.delete(oldest.value);
  }

  clear(): void {
    this.#keys.clear();
  }
}
