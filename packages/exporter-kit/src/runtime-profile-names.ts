/** Names of the runtime profiles: `small` trades about a third more CPU for a much smaller resident set. */
export const RUNTIME_PROFILES = ["small", "fast"] as const;
/** Name of a runtime profile. */
export type RuntimeProfile = (typeof RUNTIME_PROFILES)[number];
