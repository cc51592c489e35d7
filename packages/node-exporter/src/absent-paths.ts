/** Bound of remembered paths. */
const MAX_PATHS = 4096;

interface Absence {
  /** What said that the path is absent. */
  readonly error: unknown;
  /** Whether nothing comes to be there within an epoch. */
  readonly rests: boolean;
  /** The device epoch of the last look. */
  epoch: number | undefined;
}

/** Remembers what is not there: making and throwing an error anew costs four times a look. */
export interface AbsentPaths {
  remember(path: string, error: unknown): void;
  /** What said that a path is absent, if it still is. */
  reasonIfStill(path: string): unknown;
}

/** Without an epoch, a path is looked at each time; with one, once in each if the path is one that may `rest`. */
export function createAbsentPaths(
  exists: (path: string) => boolean,
  deviceEpoch: (() => number) | undefined,
  mayRest: (path: string) => boolean = () => true,
): AbsentPaths {
  const absent = new Map<string, Absence>();
  return {
    remember: (path, error) => {
      if (absent.size >= MAX_PATHS) absent.clear();
      absent.set(path, { error, rests: deviceEpoch !== undefined && mayRest(path), epoch: undefined });
    },
    reasonIfStill: (path) => {
      const known = absent.get(path);
      if (known === undefined) return undefined;
      // Asked before the look, so that an event during the look leads to another.
      const epoch = known.rests ? deviceEpoch?.() : undefined;
      if (epoch !== undefined && known.epoch === epoch) return known.error;
      if (exists(path)) {
        absent.delete(path);
        return undefined;
      }
      known.epoch = epoch;
      return known.error;
    },
  };
}
