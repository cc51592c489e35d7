import { spawn } from "node:child_process";
import { constants } from "node:os";

const FORWARDED = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"] as const;

/** The exit code that shells give a process that died by a signal. */
const codeOfSignal = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

/**
 * Runs an executable in this one's place: it has the same streams and environment, gets the signals that this process
 * gets, and its exit code is the result. Rejects when it cannot be started.
 *
 * The child has a process group of its own. In this one's group it would get a terminal's Ctrl-C from the terminal and
 * once more from here, and the second one would cut its graceful stop short.
 */
export function runChild(bin: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(bin, args, { stdio: "inherit", detached: true });
    const forward = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    const settle = (): void => {
      for (const signal of FORWARDED) {
        process.off(signal, forward);
      }
    };
    for (const signal of FORWARDED) {
      process.on(signal, forward);
    }
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      settle();
      resolve(code ?? (signal === null ? 1 : codeOfSignal(signal)));
    });
  });
}
