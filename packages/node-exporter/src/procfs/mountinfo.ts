import { ParseError } from "@sightglass/metrics-registry";

/** One line of mountinfo. */
export interface MountEntry {
  readonly device: string;
  readonly mountPoint: string;
  readonly fsType: string;
  readonly major: string;
  readonly minor: string;
  readonly readOnly: boolean;
}

const SOURCE = "mountinfo";
const MINIMUM_FIELDS = 10;

/** Read-only mount, read-only superblock, or one that ext4 took out of use after an error. */
function isReadOnly(mountOptions: string, superOptions: string): boolean {
  const superList = superOptions.split(",");
  return mountOptions.split(",").includes("ro") || superList.includes("ro") || superList.includes("emergency_ro");
}

/** The kernel writes a space, tab, newline and backslash in octal; upstream decodes the first two, and so labels match. */
const decodePath = (path: string): string => path.replaceAll(String.raw`\040`, " ").replaceAll(String.raw`\011`, "\t");

/**
 * Parses /proc/PID/mountinfo (proc_pid_mountinfo(5)):
 * `ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS [OPTIONAL …] - TYPE SOURCE SUPEROPTIONS`. Throws ParseError for a line
 * of another form.
 */
export function parseMountinfo(text: string): readonly MountEntry[] {
  const mounts: MountEntry[] = [];
  const lines = text.split("\n");
  for (let number = 1; number <= lines.length; number += 1) {
    const line = lines[number - 1] as string;
    if (line === "") continue;
    const fields = line.split(" ");
    if (fields.length < MINIMUM_FIELDS) throw new ParseError(SOURCE, number, `${fields.length} fields`);
    const separator = fields.length - 4;
    if (fields[separator] !== "-") throw new ParseError(SOURCE, number, "no separator before the last three fields");
    const [, , majorMinor, , mountPoint, mountOptions] = fields as [string, string, string, string, string, string];
    const [major, minor, rest] = majorMinor.split(":");
    if (!/^\d+$/.test(major ?? "") || !/^\d+$/.test(minor ?? "") || rest !== undefined) {
      throw new ParseError(SOURCE, number, `bad device number "${majorMinor}"`);
    }
    mounts.push({
      device: fields[separator + 2] as string,
      mountPoint: decodePath(mountPoint),
      fsType: fields[separator + 1] as string,
      major: String(Number(major)),
      minor: String(Number(minor)),
      readOnly: isReadOnly(mountOptions, fields[separator + 3] as string),
    });
  }
  return mounts;
}
