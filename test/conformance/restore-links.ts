import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Longer than any link of the kit. */
const MAX_TARGET_BYTES = 256;

/** A link that a checkout without support for them left as a file: its target, without a newline. */
function flattenedTarget(content: Buffer, path: string): string | undefined {
  if (content.length === 0 || content.length > MAX_TARGET_BYTES || content.includes(10)) return undefined;
  const text = content.toString("utf8");
  if (text.startsWith("../")) return text;
  return path.endsWith("/proc/self") ? text : undefined;
}

/**
 * Copies a tree of kernel files into a new folder. Symbolic links stay links, and those that a copy or checkout turned
 * into files that hold their target become links again: chip names and device folders depend on them.
 */
export function copyWithLinks(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    const target = join(to, name);
    const kind = lstatSync(source);
    if (kind.isSymbolicLink()) {
      symlinkSync(readlinkSync(source), target);
    } else if (kind.isDirectory()) {
      copyWithLinks(source, target);
    } else {
      const content = readFileSync(source);
      const link = flattenedTarget(content, source);
      if (link === undefined) writeFileSync(target, content);
      else symlinkSync(link, target);
    }
  }
}
