import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { FileTree } from "../file-tree.ts";
import { metricPart } from "./metric-part.ts";

/** A hwmon device with the label that its series carry. */
export interface Chip {
  /** Path below the root of sysfs. */
  readonly folder: string;
  /** The `chip` label, unique on this machine. */
  readonly label: string;
  /** The driver's name for the chip, undefined when it gives none. */
  readonly driverName: string | undefined;
}

interface Candidate {
  readonly folder: string;
  readonly base: string;
  readonly nameFile: string;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Numbers of hwmon devices depend on the order in which modules load. The path of the parent device is stable, so the
 * label is made of that; then of the driver's name; of the number only when there is nothing better.
 */
function baseLabel(sys: FileTree, folder: string, nameFile: string): string {
  const device = realPath(join(sys.root, folder, "device"));
  if (device !== undefined) {
    const name = metricPart(basename(device));
    const bus = metricPart(basename(dirname(device)));
    if (name !== "") return bus === "" ? name : `${bus}_${name}`;
  }
  const byDriver = metricPart(nameFile);
  return byDriver === "" ? metricPart(basename(realPath(join(sys.root, folder)) ?? "")) : byDriver;
}

/**
 * Labels the devices of one listing. Several devices may share one parent; those get the driver's name as a suffix, or
 * their number when that does not tell them apart either.
 */
export function labelChips(sys: FileTree, folders: readonly string[]): readonly Chip[] {
  const candidates: Candidate[] = [];
  const bases = new Map<string, number>();
  const names = new Map<string, number>();
  for (const folder of folders) {
    if (statSync(join(sys.root, folder), { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    const nameFile = (sys.attribute(`${folder}/name`) ?? "").trim();
    const base = baseLabel(sys, folder, nameFile);
    if (base === "") continue;
    candidates.push({ folder, base, nameFile });
    bases.set(base, (bases.get(base) ?? 0) + 1);
    names.set(`${base}\0${nameFile}`, (names.get(`${base}\0${nameFile}`) ?? 0) + 1);
  }
  return candidates.map(({ folder, base, nameFile }) => {
    const driverName = metricPart(nameFile);
    let label = base;
    if ((bases.get(base) ?? 0) > 1) {
      const unique = driverName !== "" && names.get(`${base}\0${nameFile}`) === 1;
      label = `${base}_${unique ? driverName : metricPart(basename(folder))}`;
    }
    return { folder, label, driverName: driverName === "" ? undefined : driverName };
  });
}
