import type { Host } from "./host.ts";

/** Warns, as upstream does and in its words, of a collector that upstream is going to take out. */
export function warnOfDeprecation(host: Host, collector: string): void {
  host.warn?.("This collector is deprecated and will be removed in the next major version release.", { collector });
}
