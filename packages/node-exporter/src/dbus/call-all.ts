import { BusError } from "./bus-error.ts";
import type { BusConnection, MethodCall, PreparedCall } from "./bus-connection.ts";
import type { Reply } from "./message.ts";

/** Calls under way at once. A system bus allows a connection 128 by default, and refuses what comes on top. */
const MAX_UNDER_WAY = 64;

/**
 * Makes calls, many of them under way at once, and gives their replies in order; a call that is answered with an error
 * gives that error. Rejects when the connection ends.
 */
export async function callAll(
  connection: BusConnection,
  calls: readonly (MethodCall | PreparedCall)[],
): Promise<readonly (Reply | BusError)[]> {
  const replies: (Reply | BusError)[] = Array.from({ length: calls.length });
  let next = 0;

  async function takeTurns(): Promise<void> {
    while (next < calls.length) {
      const at = next;
      next += 1;
      try {
        replies[at] = await connection.call(calls[at] as MethodCall | PreparedCall);
      } catch (error) {
        if (!(error instanceof BusError)) throw error;
        replies[at] = error;
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(MAX_UNDER_WAY, calls.length) }, takeTurns));
  return replies;
}
