import type { CpuTimes } from "./procfs/stat.ts";

const IDLE = 3;
/** An idle counter that falls by this many seconds means that the CPU was unplugged and came back. */
const JUMP_BACK_SECONDS = 3;

/** Keeps CPU times from going back, as the kernel's idle and iowait counters do now and then. */
export interface CpuTimesGuard {
  /** Takes a reading and returns the times to expose, for the CPUs of this reading. */
  advance(reading: readonly CpuTimes[]): readonly CpuTimes[];
}

/**
 * Each mode of a CPU only moves forward, until its idle counter falls by three seconds or more: then everything about
 * that CPU is taken anew. CPUs that a reading lacks are offline and forgotten.
 */
export function createCpuTimesGuard(): CpuTimesGuard {
  const known = new Map<string, readonly number[]>();
  return {
    advance: (reading) => {
      let exposed: CpuTimes[] | undefined;
      for (let index = 0; index < reading.length; index += 1) {
        const row = reading[index] as CpuTimes;
        const guarded = forward(known.get(row.cpu), row);
        known.set(row.cpu, guarded.seconds);
        if (guarded !== row) (exposed ??= [...reading])[index] = guarded;
      }
      if (known.size > reading.length) forgetOthers(known, reading);
      return exposed ?? reading;
    },
  };
}

function forgetOthers(known: Map<string, readonly number[]>, reading: readonly CpuTimes[]): void {
  const present = new Set(reading.map(({ cpu }) => cpu));
  for (const cpu of known.keys()) if (!present.has(cpu)) known.delete(cpu);
}

function forward(before: readonly number[] | undefined, row: CpuTimes): CpuTimes {
  if (before === undefined || (before[IDLE] ?? 0) - (row.seconds[IDLE] ?? 0) >= JUMP_BACK_SECONDS) return row;
  const { seconds } = row;
  for (let mode = 0; mode < seconds.length; mode += 1) {
    if ((seconds[mode] as number) < (before[mode] ?? 0)) {
      return { cpu: row.cpu, seconds: seconds.map((now, at) => Math.max(now, before[at] ?? 0)) };
    }
  }
  return row;
}
