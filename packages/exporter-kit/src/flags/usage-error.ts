/** A fault in the command line, the environment or the configuration file. Its message is for the user; exit code 1. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
