import { parseUnsigned } from "../procfs/integers.ts";

/**
 * Parses a file of cgroup v2 that holds one number, or `max` where there is no limit, such as memory.current and
 * memory.max. Undefined without a limit. Throws ParseError.
 */
export function parseLimit(text: string, path: string): number | undefined {
  const value = text.trimEnd();
  return value === "max" ? undefined : parseUnsigned(value, path, 1);
}
