import type { Comparison } from "./comparison.ts";

/** Writes a comparison for programs: all that is known of it. */
export function renderJson(comparison: Comparison): string {
  return `${JSON.stringify(comparison, undefined, 2)}\n`;
}
