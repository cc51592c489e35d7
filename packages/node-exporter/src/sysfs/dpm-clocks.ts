/** A clock of an AMD GPU in MHz: what it runs at, and the least and greatest of its levels. */
export interface DpmClocks {
  readonly current: number | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

/** `S` is the level of deep sleep, below all others. */
const LEVEL = /^[ \t]*(\d+|S):[ \t]*(\d+)M[Hh]z[ \t]*(\*?)/;

/**
 * amdgpu's `pp_dpm_sclk` and its like: a line `1: 1500Mhz *` for each level, the star on the current one. Lines of
 * another form are passed over; never throws.
 */
export function parseDpmClocks(text: string): DpmClocks {
  let current: number | undefined;
  let minimum: number | undefined;
  let maximum: number | undefined;
  for (const line of text.split("\n")) {
    const [, level, digits, star] = LEVEL.exec(line) ?? [];
    if (level === undefined) continue;
    const megahertz = Number(digits);
    if (star === "*") current = megahertz;
    if (level === "S") continue;
    if (minimum === undefined || megahertz < minimum) minimum = megahertz;
    if (maximum === undefined || megahertz > maximum) maximum = megahertz;
  }
  return { current, minimum, maximum };
}
