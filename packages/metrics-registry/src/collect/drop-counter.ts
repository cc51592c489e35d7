/** Why a sample did not reach the page; the values of the `cause` label. */
export type DropCause =
  | "duplicate"
  | "type_clash"
  | "invalid_name"
  | "invalid_label"
  | "invalid_value"
  | "rule_drop"
  | "rule_cap";

/** Counts of samples that were left out, over the life of the registry. Never reset: they are exposed as counters. */
export interface DropCounter {
  add(collector: string, cause: DropCause, samples: number): void;
  entries(): Iterable<{ readonly collector: string; readonly cause: DropCause; readonly total: number }>;
}

/** Makes an empty counter; it holds one number for each pair of collector and cause. */
export function createDropCounter(): DropCounter {
  const totals = new Map<string, { collector: string; cause: DropCause; total: number }>();
  return {
    add: (collector, cause, samples) => {
      if (samples === 0) return;
      const key = `${cause} ${collector}`;
      const entry = totals.get(key);
      if (entry === undefined) totals.set(key, { collector, cause, total: samples });
      else entry.total += samples;
    },
    entries: () => totals.values(),
  };
}
