import { ParseError } from "@sightglass/metrics-registry";

const WORDS = /\S+/g;
/** What no device's name has, since names of devices are names of folders. */
const FOREIGN = /[/\0]/;

/**
 * Names of devices that white space separates, as in /sys/class/net/bonding_masters: `bond0 bond1`. Throws ParseError
 * naming `path` for a word that no device can be called.
 */
export function parseDeviceNames(text: string, path: string): readonly string[] {
  const names = text.match(WORDS) ?? [];
  for (const name of names) {
    if (FOREIGN.test(name) || name === "." || name === "..") {
      throw new ParseError(path, 0, `expected names of devices, found ${JSON.stringify(name)}`);
    }
  }
  return names;
}
