import { spawnSync } from "node:child_process";

/** How long the search may take. */
const CHECK_MS = 5_000;
/** What Node prints first: the place, the source line, a marker. */
const PLACE = /:(\d+)\n(.*)\n *\^/;

/**
 * Where a file's syntax error is, in words that follow its message; empty when it has none of its own. The error itself
 * does not say so, only a process that it ends prints it: Node is run to check the file, which runs nothing of it.
 */
export function syntaxPlace(file: string): string {
  const { stderr } = spawnSync(process.execPath, ["--check", file], {
    encoding: "utf8",
    timeout: CHECK_MS,
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const text = stderr ?? "";
  const found = text.includes("SyntaxError") ? PLACE.exec(text) : null;
  const [, line, source = ""] = found ?? [];
  return line === undefined ? "" : ` on line ${line}: ${source.trim()}`;
}
