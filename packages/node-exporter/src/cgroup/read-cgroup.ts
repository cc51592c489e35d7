import { hasCode } from "../file-errors.ts";
import { parsePressure } from "../procfs/pressure.ts";
import { parseFlatKeyed } from "./parse-flat-keyed.ts";
import { parseIoStat, type IoStat } from "./parse-io-stat.ts";
import { parseLimit } from "./parse-limit.ts";
import { CGROUP_NUMBERS } from "./numbers.ts";
import type { PlannedFile } from "./file-plan.ts";
import type { CgroupFiles } from "./kept-files.ts";

/** One cgroup between scrapes. */
export interface KnownCgroup {
  readonly files: CgroupFiles;
  /** Controllers when they were last read, and which files were absent with them. */
  controllers: string;
  readonly absent: Set<string>;
  /** Count of scrapes when it was last there. */
  seenIn: number;
}

/** What one cgroup has to tell. */
export interface CgroupReading {
  readonly path: string;
  /** By position in CGROUP_NUMBERS, in the kernel's units; undefined where there is no number. */
  readonly numbers: readonly (number | undefined)[];
  readonly io: readonly IoStat[];
}

/** Told of what could not be read or understood, which costs its own values. */
export type FaultReporter = (file: string, error: unknown) => void;

/** Answers by which the kernel says that a cgroup has no such file, or no numbers in it. */
const ABSENT = ["ENOENT", "ENODEV", "EOPNOTSUPP", "ENOTSUP", "EINVAL"] as const;
const CONTROLLERS = "cgroup.controllers";
const IO_STAT = "io.stat";

function parseFile({ kind, places }: PlannedFile, text: string, path: string, into: (number | undefined)[]): void {
  if (kind === "flat") parseFlatKeyed(text, path, places, into);
  else if (kind === "limit") into[places.get("") as number] = parseLimit(text, path);
  else {
    const { some, full } = parsePressure(text, path);
    into[places.get("some") as number] = some;
    into[places.get("full") as number] = full;
  }
}

/** Whether a controller is among the words of cgroup.controllers. */
const isOn = (controllers: string, controller: string): boolean =>
  controller === "" || ` ${controllers} `.includes(` ${controller} `);

/**
 * Reads one cgroup. Undefined when it has ended. Files of controllers that are off are not tried, and one that is absent
 * all the same, as in the root, is not tried again until the controllers change.
 */
export function readCgroup(
  known: KnownCgroup,
  path: string,
  plan: readonly PlannedFile[],
  report: FaultReporter,
): CgroupReading | undefined {
  const { files, absent } = known;
  try {
    const controllers = files.read(CONTROLLERS).trimEnd();
    if (controllers !== known.controllers) absent.clear();
    known.controllers = controllers;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENODEV", "ENOTDIR")) return undefined;
    report(CONTROLLERS, error);
    return undefined;
  }
  const textOf = (file: string): string | undefined => {
    if (absent.has(file)) return undefined;
    try {
      return files.read(file);
    } catch (error) {
      if (hasCode(error, ...ABSENT)) absent.add(file);
      else report(file, error);
      return undefined;
    }
  };
  const numbers: (number | undefined)[] = Array.from({ length: CGROUP_NUMBERS.length });
  for (let at = 0; at < plan.length; at += 1) {
    const planned = plan[at] as PlannedFile;
    if (!isOn(known.controllers, planned.controller)) continue;
    const text = textOf(planned.file);
    if (text === undefined) continue;
    try {
      parseFile(planned, text, `${files.folder}/${planned.file}`, numbers);
    } catch (error) {
      report(planned.file, error);
    }
  }
  let io: readonly IoStat[] = [];
  const text = isOn(known.controllers, "io") ? textOf(IO_STAT) : undefined;
  if (text !== undefined) {
    try {
      io = parseIoStat(text, `${files.folder}/${IO_STAT}`);
    } catch (error) {
      report(IO_STAT, error);
    }
  }
  return { path, numbers, io };
}
