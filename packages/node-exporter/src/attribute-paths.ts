/** Devices whose paths are remembered; a machine with more builds them anew now and then. */
const MAX_DEVICES = 1024;

/**
 * Makes the paths of a device's files, `PARENT/DEVICE/FILE` by position in `files`, and remembers them: a path built for
 * each read has to be joined and hashed before anything can be looked up by it.
 */
export function createAttributePaths(parent: string, files: readonly string[]): (device: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (device) => {
    let paths = known.get(device);
    if (paths === undefined) {
      if (known.size >= MAX_DEVICES) known.clear();
      paths = files.map((file) => `${parent}/${device}/${file}`);
      known.set(device, paths);
    }
    return paths;
  };
}
