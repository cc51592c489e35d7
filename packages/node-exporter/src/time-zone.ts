import { readlinkSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { ParseError } from "@sightglass/metrics-registry";
import { parsePosixTimeZone } from "./sysfs/posix-time-zone.ts";
import { parseTzif, type TimeZone } from "./sysfs/tzif.ts";
import { readRegularFile } from "./textfile/read-regular-file.ts";

const UTC: TimeZone = {
  transitions: [],
  after: [],
  before: { offsetSeconds: 0, abbreviation: "UTC" },
  rule: undefined,
};
const DATABASES = ["usr/share/zoneinfo", "usr/share/lib/zoneinfo", "usr/lib/locale/TZ", "etc/zoneinfo"] as const;

function load(path: string): TimeZone | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readRegularFile(path).content;
  } catch {
    return undefined;
  }
  try {
    return parseTzif(bytes);
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

/** /etc/localtime below the root. Its link is absolute on some distributions, and then means the machine's root. */
function loadLocaltime(root: string): TimeZone | undefined {
  const path = join(root, "etc/localtime");
  let target: string;
  try {
    target = readlinkSync(path);
  } catch {
    return load(path);
  }
  return load(isAbsolute(target) ? join(root, target) : path);
}

function loadRule(text: string): TimeZone | undefined {
  try {
    const rule = parsePosixTimeZone(text);
    return { ...UTC, before: rule.standard, rule };
  } catch {
    return undefined;
  }
}

/**
 * Finds the time zone of a process on the machine whose root file system is at `root`: the one that `TZ` names (a zone
 * of the tz database, a path, or a rule), /etc/localtime when TZ is not set, UTC when neither can be read.
 */
export function readTimeZone(root: string, tz: string | undefined): TimeZone {
  if (tz === undefined) return loadLocaltime(root) ?? UTC;
  const name = tz.startsWith(":") ? tz.slice(1) : tz;
  if (name === "" || name === "UTC") return UTC;
  if (isAbsolute(name)) return load(join(root, name)) ?? UTC;
  if (!name.split("/").includes("..")) {
    for (const database of DATABASES) {
      const zone = load(join(root, database, name));
      if (zone !== undefined) return zone;
    }
  }
  return loadRule(name) ?? UTC;
}
