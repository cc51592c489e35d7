import type { Matcher } from "@sightglass/metrics-registry";

/** The three flags that choose one property of mounts. */
export interface MountFilterFlags {
  /** What is chosen, for the error text: `mount points` or `fs types`. */
  readonly what: string;
  readonly include: Matcher | undefined;
  readonly exclude: Matcher | undefined;
  readonly defaultExclude: string;
  /** The deprecated flag's value. */
  readonly ignored: Matcher | undefined;
  readonly includeFlag: string;
  readonly excludeFlag: string;
  readonly ignoredFlag: string;
}

const conflict = ({ what }: MountFilterFlags, one: string, other: string): Error =>
  new Error(`unable to parse ${what} filter flags: --${one} and --${other} are mutually exclusive`);

/**
 * Makes the test of what is left out. An include pattern alone clears the default exclude; given together with an
 * exclude pattern, or the deprecated flag beside its successor, it is an error, in upstream's words.
 */
export function createMountFilter(flags: MountFilterFlags): (text: string) => boolean {
  const { include, exclude, ignored, defaultExclude } = flags;
  const excludeIsDefault = exclude?.source === defaultExclude;
  if (ignored !== undefined && !excludeIsDefault) throw conflict(flags, flags.ignoredFlag, flags.excludeFlag);
  const effective = ignored ?? (include !== undefined && excludeIsDefault ? undefined : exclude);
  if (effective !== undefined && include !== undefined) throw conflict(flags, flags.excludeFlag, flags.includeFlag);
  return (text) => effective?.test(text) === true || include?.test(text) === false;
}
