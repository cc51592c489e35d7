import { ParseError } from "@sightglass/metrics-registry";

/** Where a PCI device is, as label values: lower case hexadecimal, at least four, two, two and one digits. */
export interface PciLocation {
  readonly segment: string;
  readonly bus: string;
  readonly device: string;
  readonly function: string;
}

const LOCATION = /^([0-9a-f]{1,8}):([0-9a-f]{1,8}):([0-9a-f]{1,8})\.([0-9a-f]{1,8})$/i;

function padded(digits: string, width: number): string {
  return Number.parseInt(digits, 16).toString(16).padStart(width, "0");
}

/** Parses the address of a PCI device, `0000:01:00.0`. Throws ParseError naming `path`. */
export function parsePciLocation(address: string, path: string): PciLocation {
  const match = LOCATION.exec(address);
  if (match === null) throw new ParseError(path, 0, `expected a PCI address, found ${JSON.stringify(address)}`);
  const [, segment = "", bus = "", device = "", fn = ""] = match;
  return { segment: padded(segment, 4), bus: padded(bus, 2), device: padded(device, 2), function: padded(fn, 1) };
}
