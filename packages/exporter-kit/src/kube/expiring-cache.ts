/** A bounded map whose entries expire; when it is full the oldest entry goes. */
export interface ExpiringCache<Value> {
  /** The value, or undefined when there is none or it has expired. */
  get(key: string): Value | undefined;
  set(key: string, value: Value, ttlMs: number): void;
  readonly size: number;
}

/** Makes an empty cache for at most `max` entries. */
export function createExpiringCache<Value>(max: number, nowMs: () => number = Date.now): ExpiringCache<Value> {
  const entries = new Map<string, { readonly value: Value; readonly untilMs: number }>();
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.untilMs > nowMs()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set: (key, value, ttlMs) => {
      entries.delete(key);
      if (entries.size >= max) {
        const [oldest] = entries.keys();
        entries.delete(oldest as string);
      }
      entries.set(key, { value, untilMs: nowMs() + ttlMs });
    },
    get size() {
      return entries.size;
    },
  };
}
