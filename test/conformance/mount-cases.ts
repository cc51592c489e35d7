import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One proc tree of the kit and the mounts that the filesystem collector has to see in it, before any filter. */
export interface MountCase {
  readonly name: string;
  readonly procfs: string;
  readonly rootfs: string;
  readonly mounts: readonly {
    readonly device: string;
    readonly mountpoint: string;
    readonly fstype: string;
    readonly major: string;
    readonly minor: string;
    readonly readonly: number;
  }[];
}

/** The mount cases of a node conformance kit. */
export function mountCasesOf(kit: string): readonly MountCase[] {
  const text = readFileSync(join(kit, "expected-extra/filesystem-mounts.json"), "utf8");
  return (JSON.parse(text) as { readonly cases: readonly MountCase[] }).cases;
}
