import { decodeText } from "../decode-text.ts";
import { readRegularFile } from "../textfile/read-regular-file.ts";

/** Where distributions put the database: the first of Debian and Arch, the second of Fedora. */
const DEFAULT_PATHS = ["/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids"];

/**
 * Text of the database of PCI names at `path`, or at one of the usual places when that is empty. Empty when it cannot be
 * read: names are an addition, and numbers stand in for them.
 */
export function readPciIdsFile(path: string): string {
  for (const candidate of path === "" ? DEFAULT_PATHS : [path]) {
    try {
      const { content } = readRegularFile(candidate);
      return decodeText(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
    } catch {
      continue;
    }
  }
  return "";
}
