import { statSync } from "node:fs";
import { PartialDataError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { createPacer } from "../pacer.ts";
import { createBlockDeviceNames, type BlockDeviceNames } from "./device-names.ts";
import { planFiles, type PlannedFile } from "./file-plan.ts";
import { findCgroupMount } from "./find-mount.ts";
import { createKeptFiles, type KeptFiles } from "./kept-files.ts";
import { listCgroups, type CgroupList, type CgroupSelection } from "./list-cgroups.ts";
import { parseFlatKeyed } from "./parse-flat-keyed.ts";
import { readCgroup, type CgroupReading, type KnownCgroup } from "./read-cgroup.ts";

/** Numbers of one device of a cgroup, by position in CGROUP_IO_NUMBERS. */
export interface CgroupDevice {
  readonly path: string;
  readonly device: string;
  readonly values: readonly (number | undefined)[];
}

/** All that one scrape tells of cgroups. */
export interface Cgroups {
  readonly readings: readonly CgroupReading[];
  readonly devices: readonly CgroupDevice[];
  /** Cgroups that are there and not reported, by the reason. */
  readonly omitted: { readonly depth: number; readonly filter: number; readonly limit: number };
  /** Files that may not be read, the first of them; empty when there is none. */
  readonly denied: string;
}

/** Reads the cgroups of a host scrape after scrape. */
export interface CgroupReader {
  /** Rejects with NoDataError without cgroup v2, and with PartialDataError when something could not be understood. */
  read(signal: AbortSignal): Promise<Cgroups>;
}

interface Mounted {
  readonly mount: string;
  readonly files: KeptFiles;
}

/** How long the event loop waits for this collector at a time, and after how many cgroups the clock is looked at. */
const SLICE_MS = 10;
const CGROUPS_PER_LOOK = 4;
const DESCENDANTS: ReadonlyMap<string, number> = new Map([["nr_descendants", 0]]);

function omissions(list: CgroupList, descendants: number | undefined): Cgroups["omitted"] {
  const { paths, filtered, pending, isCut } = list;
  // Of those that no walk has seen the kernel knows the number: cgroups that come and go meanwhile may make it wrong.
  const unseen = Math.max(pending, (descendants ?? 0) + 1 - paths.length - filtered);
  return { depth: isCut ? 0 : unseen, filter: filtered, limit: isCut ? unseen : 0 };
}

function devicesOf(readings: readonly CgroupReading[], names: BlockDeviceNames): readonly CgroupDevice[] {
  const devices: CgroupDevice[] = [];
  names.forget();
  for (let at = 0; at < readings.length; at += 1) {
    const { path, io } = readings[at] as CgroupReading;
    for (let index = 0; index < io.length; index += 1) {
      const { number, values } = io[index] as (typeof io)[number];
      devices.push({ path, device: names.nameOf(number), values });
    }
  }
  return devices;
}

/** Makes a reader of the cgroups that a selection names. Nothing is looked for before the first reading. */
export function createCgroupReader(host: Host, selection: CgroupSelection): CgroupReader {
  const names = createBlockDeviceNames(host.sys);
  const known = new Map<string, KnownCgroup>();
  let plan: readonly PlannedFile[] | undefined;
  let mounted: Mounted | undefined;
  let scrapes = 0;

  function closeEnded(): void {
    for (const [path, cgroup] of known) {
      if (cgroup.seenIn === scrapes) continue;
      cgroup.files.close();
      known.delete(path);
    }
  }

  function giveUp(): void {
    for (const { files } of known.values()) files.close();
    known.clear();
    mounted = undefined;
  }

  /** The mount, which may have been taken away and come again elsewhere. */
  function currentMount(): Mounted {
    if (mounted !== undefined && statSync(`${mounted.mount}/cgroup.controllers`, { throwIfNoEntry: false }))
      return mounted;
    giveUp();
    const mount = findCgroupMount(host);
    mounted = { mount, files: createKeptFiles(mount) };
    return mounted;
  }

  function knownAt({ mount, files }: Mounted, path: string): KnownCgroup {
    let cgroup = known.get(path);
    if (cgroup === undefined) {
      cgroup = {
        files: files.filesOf(path === "/" ? mount : mount + path),
        controllers: "",
        absent: new Set(),
        seenIn: 0,
      };
      known.set(path, cgroup);
    }
    cgroup.seenIn = scrapes;
    return cgroup;
  }

  host.onClose?.(giveUp);

  async function read(signal: AbortSignal): Promise<Cgroups> {
    const current = currentMount();
    plan ??= planFiles();
    scrapes += 1;
    const pacer = createPacer(signal, SLICE_MS, CGROUPS_PER_LOOK);
    const list = await listCgroups(current.mount, selection, pacer);
    const readings: CgroupReading[] = [];
    let denied = "";
    let fault: { readonly error: unknown } | undefined;
    const reportOf = (folder: string) => (file: string, error: unknown) => {
      if (hasCode(error, "EACCES", "EPERM")) denied ||= `${folder}/${file}`;
      else fault ??= { error };
    };
    for (let at = 0; at < list.paths.length; at += 1) {
      const path = list.paths[at] as string;
      const cgroup = knownAt(current, path);
      const reading = readCgroup(cgroup, path, plan, reportOf(cgroup.files.folder));
      if (reading !== undefined) readings.push(reading);
      if (pacer.isDue()) await pacer.pause();
    }
    closeEnded();
    const descendants: (number | undefined)[] = [];
    try {
      const root = knownAt(current, "/").files;
      parseFlatKeyed(root.read("cgroup.stat"), `${current.mount}/cgroup.stat`, DESCENDANTS, descendants);
    } catch (error) {
      if (!hasCode(error, "ENOENT", "EACCES")) fault ??= { error };
    }
    const data: Cgroups = {
      readings,
      devices: devicesOf(readings, names),
      omitted: omissions(list, descendants[0]),
      denied,
    };
    if (fault !== undefined) throw new PartialDataError(data, fault.error);
    return data;
  }

  return { read };
}
