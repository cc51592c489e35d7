import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { movingFiles } from "./moving-files.ts";
import { processFiles } from "./process-files.ts";
import type { HostShape } from "./shape.ts";
import { mountinfo, networkDevice, stillFiles } from "./still-files.ts";

/** How many of the network devices that come are there at a time. */
const DEVICES_STAY = 5;

/** A host of files, for programs that take `--path.*`. */
export interface GeneratedHost {
  /** Flags that make node_exporter, and a program with its flags, read this host and nothing of the running one. */
  readonly flags: readonly string[];
  /** Lets the counters go on, as they do between two scrapes. */
  advance(): void;
  /** Lets a mount and a network device come, and others go. */
  churn(): void;
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
export function createGeneratedHost(shape: HostShape): GeneratedHost {
  const root = mkdtempSync(join(tmpdir(), "sightglass-host-"));
  writeFiles(root, stillFiles(shape));
  writeFiles(root, processFiles(shape));
  writeFiles(root, movingFiles(shape, 0));
  for (let mount = 0; mount < shape.mounts; mount += 1)
    mkdirSync(join(root, `root/data/volume${mount}`), { recursive: true });
  let tick = 0;
  let comers = 0;
  const device = (comer: number): string => join(root, `sys/class/net/veth${comer}`);
  const writeMounts = (): void => {
    const text = `${mountinfo(shape)}${5000 + comers} 27 0:${comers} / /data/comer${comers} rw - tmpfs tmpfs rw\n`;
    writeFileSync(join(root, "proc/1/mountinfo"), text);
  };
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
    churn: () => {
      rmSync(device(comers - DEVICES_STAY), { recursive: true, force: true });
      rmSync(join(root, `root/data/comer${comers}`), { recursive: true, force: true });
      comers += 1;
      mkdirSync(join(root, `root/data/comer${comers}`));
      writeMounts();
      writeFiles(root, networkDevice(`veth${comers}`, shape.networkDevices + comers));
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
