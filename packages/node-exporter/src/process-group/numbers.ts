/** What each process counts, by position in the counters of a reading. */
export const COUNTERS = {
  userTicks: 0,
  systemTicks: 1,
  minorFaults: 2,
  majorFaults: 3,
  readBytes: 4,
  writtenBytes: 5,
  voluntarySwitches: 6,
  involuntarySwitches: 7,
} as const;

/** How many they are. */
export const COUNTER_COUNT = 8;

/** Files of a process that may be refused, each with what gives it. */
export const GUARDED_FILES = {
  io: "CAP_DAC_READ_SEARCH and CAP_SYS_PTRACE",
  fd: "CAP_DAC_READ_SEARCH",
  smaps_rollup: "CAP_SYS_PTRACE",
} as const;

/** A file that may be refused. */
export type GuardedFile = keyof typeof GUARDED_FILES;
