import type { NtpMeasurement } from "./measurement.ts";

/** Limits of a clock that is thought sane, in nanoseconds. */
export interface SanityLimits {
  readonly maxDistance: bigint;
  readonly offsetTolerance: bigint;
}

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
/** Longest poll interval, 2^17 seconds: a reference that is older is not fresh. */
const MAX_POLL = 131_072n * SECOND;
const MAX_DISPERSION = 16n * SECOND;
const MAX_STRATUM = 16;
const [ADD_SECOND, DELETE_SECOND, NOT_SYNCHRONISED] = [1, 2, 3];

/** Whether an answer is fit to set a clock by (RFC 5905, appendix A.5.1.1 and what beevik/ntp adds to it). */
function isValid({ stratum, leap, time, referenceTime, rootDelay, rootDispersion }: NtpMeasurement): boolean {
  return (
    stratum > 0 &&
    stratum < MAX_STRATUM &&
    time - referenceTime <= MAX_POLL &&
    rootDelay / 2n + rootDispersion <= MAX_DISPERSION &&
    time >= referenceTime &&
    leap !== NOT_SYNCHRONISED
  );
}

/**
 * Makes the judge of a server's answers. It remembers the midnight of an announced leap second: for a day on either
 * side clocks may be a second apart, since some smear it and the announcement ends with it.
 */
export function createSanityCheck({ maxDistance, offsetTolerance }: SanityLimits): (found: NtpMeasurement) => boolean {
  let leapMidnight: bigint | undefined;
  return (found) => {
    const { leap, time } = found;
    if (leap === ADD_SECOND || leap === DELETE_SECOND) leapMidnight = time - (time % DAY) + DAY;
    const isNearLeap = leapMidnight !== undefined && leapMidnight - DAY < time && time < leapMidnight + DAY;
    const tolerance = offsetTolerance + (isNearLeap ? SECOND : 0n);
    return isValid(found) && found.rootDistance <= maxDistance && found.minError <= tolerance;
  };
}
