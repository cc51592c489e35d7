/** Name of a power zone without its number, and that number. */
export interface RaplZoneIdentity {
  readonly zone: string;
  readonly index: number;
}

/**
 * Splits a powercap zone's `name`: `package-1` carries its number, `dram` does not and gets the next free one of that
 * name from `uses`, which counts the names of one listing. A name with several dashes stays whole.
 */
export function raplZoneIdentity(name: string, uses: Map<string, number>): RaplZoneIdentity {
  const dash = name.indexOf("-");
  const digits = dash < 0 ? "" : name.slice(dash + 1);
  const numbered = /^\d+$/.test(digits);
  const zone = numbered ? name.slice(0, dash) : name;
  const index = numbered ? Number(digits) : (uses.get(zone) ?? 0);
  uses.set(zone, index + 1);
  return { zone, index };
}
