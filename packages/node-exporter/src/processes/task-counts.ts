/** Processes and threads of a host. */
export interface TaskCounts {
  readonly processes: number;
  readonly threads: number;
  /** State letter and number of processes in it, sorted. */
  readonly processStates: readonly (readonly [state: string, count: number])[];
  readonly threadStates: readonly (readonly [state: string, count: number])[];
}

/** Counts states. */
export interface StateCounter {
  add(state: string): void;
  entries(): readonly (readonly [state: string, count: number])[];
}

/** Makes a counter of states that has seen none. */
export function createStateCounter(): StateCounter {
  const counts = new Map<string, number>();
  return {
    add: (state) => void counts.set(state, (counts.get(state) ?? 0) + 1),
    entries: () => [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)),
  };
}
