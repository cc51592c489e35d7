import { hasCode } from "../file-errors.ts";
import { readTaskFile, taskBuffer } from "../processes/task-file.ts";
import type { GroupRule } from "./parse-group-rule.ts";

/** As much of the arguments as patterns see. */
const CMDLINE_BYTES = 4096;
/** What ends the last argument. Other blanks are the argument's own, so that it does not pass for none. */
const ENDS = /\0+$/;

/**
 * The arguments of a process with spaces between them; the name in brackets of a task of the kernel, which has none, as
 * ps shows it.
 */
function readCommandLine(folder: string, name: string): string {
  try {
    const text = taskBuffer.toString("utf8", 0, readTaskFile(`${folder}/cmdline`, CMDLINE_BYTES));
    return text.replace(ENDS, "").replaceAll("\0", " ") || `[${name}]`;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ESRCH", "EACCES", "EPERM")) return `[${name}]`;
    throw error;
  }
}

/** The group of the first rule that a process matches; undefined when there is none. `folder` is its own in procfs. */
export function matchGroup(rules: readonly GroupRule[], name: string, folder: string): string | undefined {
  let commandLine: string | undefined;
  for (let at = 0; at < rules.length; at += 1) {
    const { group, on, pattern } = rules[at] as GroupRule;
    if (on === "cmdline") commandLine ??= readCommandLine(folder, name);
    if (pattern.test(on === "comm" ? name : (commandLine as string))) return group;
  }
  return undefined;
}
