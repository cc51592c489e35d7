import { execFile } from "node:child_process";
import { SIGHTGLASS } from "../servers/agent.ts";

/** What a command that ran to its end gave. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 60_000;

/** Runs the built command as its user does, to its end. */
export function runSightglass(...argv: string[]): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const options = { timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 };
    execFile(SIGHTGLASS, argv, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") {
        resolve({ code, stdout, stderr });
      } else {
        reject(new Error(`sightglass ${argv.join(" ")} did not end by itself`, { cause: error }));
      }
    });
  });
}
