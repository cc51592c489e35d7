import { ParseError } from "@sightglass/metrics-registry";

/** More CPUs than any kernel supports; guards against a range that would never end. */
const MAX_CPU = 65_535;

function parseCpu(text: string, list: string, path: string): number {
  const cpu = text === "" ? Number.NaN : Number(text);
  if (!Number.isInteger(cpu) || cpu < 0 || cpu > MAX_CPU) {
    throw new ParseError(path, 1, `expected CPU numbers and ranges, found ${JSON.stringify(list)}`);
  }
  return cpu;
}

/** Parses a list of CPUs as sysfs writes it, `0-3,8,10-11`; empty for an empty file. Throws ParseError naming `path`. */
export function parseCpuList(text: string, path: string): readonly number[] {
  const list = text.trim();
  const cpus: number[] = [];
  for (const part of list.split(",")) {
    if (part === "") continue;
    const dash = part.indexOf("-");
    const first = parseCpu(dash === -1 ? part : part.slice(0, dash), list, path);
    const last = dash === -1 ? first : parseCpu(part.slice(dash + 1), list, path);
    for (let cpu = first; cpu <= last; cpu += 1) cpus.push(cpu);
  }
  return cpus;
}
