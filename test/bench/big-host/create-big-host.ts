import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { movingFiles } from "./moving-files.ts";
import { processFiles } from "./process-files.ts";
import type { HostShape } from "./shape.ts";
import { stillFiles } from "./still-files.ts";

/** A host of files, for programs that take `--path.*`. */
export interface BigHost {
  /** Flags that make node_exporter, and a program with its flags, read this host and nothing of the running one. */
  readonly flags: readonly string[];
  /** Lets the counters go on, as they do between two scrapes. */
  advance(): void;
  remove(): void;
}

function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  const made = new Set<string>();
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    const folder = dirname(file);
    if (!made.has(folder)) {
      mkdirSync(folder, { recursive: true });
      made.add(folder);
    }
    writeFileSync(file, text);
  }
}

/** Writes a host into a new folder of the temporary one. */
export function createBigHost(shape: HostShape): BigHost {
  const root = mkdtempSync(join(tmpdir(), "sightglass-host-"));
  writeFiles(root, stillFiles(shape));
  writeFiles(root, processFiles(shape));
  writeFiles(root, movingFiles(shape, 0));
  for (let mount = 0; mount < shape.mounts; mount += 1)
    mkdirSync(join(root, `root/data/volume${mount}`), { recursive: true });
  let tick = 0;
  return {
    flags: [
      `--path.procfs=${root}/proc`,
      `--path.sysfs=${root}/sys`,
      `--path.rootfs=${root}/root`,
      `--path.udev.data=${root}/udev`,
      "--no-collector.netdev.netlink",
      "--no-collector.arp.netlink",
    ],
    advance: () => {
      tick += 1;
      for (const [path, text] of Object.entries(movingFiles(shape, tick))) writeFileSync(join(root, path), text);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
