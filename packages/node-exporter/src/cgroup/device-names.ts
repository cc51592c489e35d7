import { hasCode } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";

/** Bound of remembered devices. */
const MAX_DEVICES = 4096;

/** Names of block devices by their number. */
export interface BlockDeviceNames {
  /** The name of `MAJOR:MINOR`, as diskstats has it; the number itself when the device is gone. */
  nameOf(number: string): string;
  /** To be called before each scrape: numbers are given to other devices as some go and others come. */
  forget(): void;
}

/** Makes the names of the block devices that sysfs lists below dev/block. */
export function createBlockDeviceNames(sys: FileTree): BlockDeviceNames {
  const names = new Map<string, string>();

  function look(number: string): string {
    try {
      const target = sys.link(`dev/block/${number}`);
      // A name such as cciss/c0d0 cannot be a file's, so the kernel puts another character there.
      return target.slice(target.lastIndexOf("/") + 1).replaceAll("!", "/");
    } catch (error) {
      if (hasCode(error, "ENOENT", "EINVAL", "ENOTDIR", "EACCES", "EPERM")) return number;
      throw error;
    }
  }

  return {
    nameOf: (number) => {
      let name = names.get(number);
      if (name === undefined) {
        name = look(number);
        if (names.size < MAX_DEVICES) names.set(number, name);
      }
      return name;
    },
    forget: () => names.clear(),
  };
}
