/** Context switches of a process over its life, from those of its threads: an ended one takes its numbers with it. */
export interface SwitchCounter {
  readonly voluntary: number;
  readonly involuntary: number;
  /** Adds what a thread has done since it was last seen, or all of it. */
  add(thread: string, voluntary: number, involuntary: number): void;
  /** Forgets the threads that were not seen since the last call, so that as many are kept as there are. */
  endReading(): void;
}

interface Thread {
  voluntary: number;
  involuntary: number;
  seenIn: number;
}

/** Makes a counter that has seen no thread. */
export function createSwitchCounter(): SwitchCounter {
  const threads = new Map<string, Thread>();
  let voluntary = 0;
  let involuntary = 0;
  let reading = 0;
  return {
    get voluntary() {
      return voluntary;
    },
    get involuntary() {
      return involuntary;
    },
    add: (id, nowVoluntary, nowInvoluntary) => {
      const known = threads.get(id);
      // Smaller numbers are those of another thread, which was given an ended one's identity.
      if (known === undefined || known.voluntary > nowVoluntary || known.involuntary > nowInvoluntary) {
        voluntary += nowVoluntary;
        involuntary += nowInvoluntary;
        threads.set(id, { voluntary: nowVoluntary, involuntary: nowInvoluntary, seenIn: reading });
        return;
      }
      voluntary += nowVoluntary - known.voluntary;
      involuntary += nowInvoluntary - known.involuntary;
      known.voluntary = nowVoluntary;
      known.involuntary = nowInvoluntary;
      known.seenIn = reading;
    },
    endReading: () => {
      for (const [id, { seenIn }] of threads) if (seenIn !== reading) threads.delete(id);
      reading += 1;
    },
  };
}
