/** A page that cannot be had or read. The message is for the user. */
export class TargetError extends Error {
  override readonly name = "TargetError";
}
