import type { RuntimeProfile } from "./runtime-profile-names.ts";

let applied: RuntimeProfile | undefined;

/** Notes the profile that V8 was set to; called once, by `runtime-profile.ts`. */
export function noteRuntimeProfile(profile: RuntimeProfile): void {
  applied = profile;
}

/** The profile that V8 was set to; undefined in a process that never asked for one, such as an application's own. */
export function appliedRuntimeProfile(): RuntimeProfile | undefined {
  return applied;
}
