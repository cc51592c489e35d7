import { setImmediate } from "node:timers/promises";

/** Gives the event loop a turn now and then during work that reads thousands of files. */
export interface Pacer {
  /** Whether the slice is over; to be asked after each step. */
  isDue(): boolean;
  /** Lets the event loop turn, and begins another slice. Rejects when the signal has aborted meanwhile. */
  pause(): Promise<void>;
}

/** Makes a pacer of slices of `sliceMs`. The clock is looked at after every so many steps. */
export function createPacer(signal: AbortSignal, sliceMs: number, stepsPerLook: number): Pacer {
  let steps = 0;
  let sliceEndMs = performance.now() + sliceMs;
  return {
    isDue: () => {
      steps += 1;
      return steps % stepsPerLook === 0 && performance.now() > sliceEndMs;
    },
    pause: async () => {
      await setImmediate();
      signal.throwIfAborted();
      sliceEndMs = performance.now() + sliceMs;
    },
  };
}
