import type { RunCommand } from "../../src/commands.ts";

/** Runs a command and keeps what it writes. */
export async function runWith(command: RunCommand, ...argv: string[]) {
  const output = { stdout: "", stderr: "" };
  const code = await command(argv, {
    stdout: (text) => void (output.stdout += text),
    stderr: (text) => void (output.stderr += text),
  });
  return { code, ...output };
}
