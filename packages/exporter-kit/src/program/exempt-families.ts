import type { Program } from "./define-program.ts";

/** The counter in which every registry tells what it left out. */
const DROPPED_SAMPLES = "sightglass_dropped_samples_total";

/** Families of a program that series rules do not reach: they report on the collectors, and on the rules. */
export function exemptFamilies({ health }: Pick<Program, "health">): ReadonlySet<string> {
  return new Set([health.success, health.duration, health.status, DROPPED_SAMPLES]);
}
