import { ParseError } from "@sightglass/metrics-registry";

const SPEED = /^(\d+\.?\d*|\.\d+) GT\/s PCIe$/;

/**
 * Speed of a PCI Express link as sysfs writes it, `8.0 GT/s PCIe` (pci_speed_string in drivers/pci/probe.c), in billions
 * of transfers per second. Undefined when the device does not know it. Throws ParseError naming `path`.
 */
export function parsePciLinkSpeed(text: string, path: string): number | undefined {
  if (text === "" || text.startsWith("Unknown")) return undefined;
  const match = SPEED.exec(text);
  if (match === null) throw new ParseError(path, 1, `expected a speed in GT/s, found ${JSON.stringify(text)}`);
  return Number(match[1]);
}
