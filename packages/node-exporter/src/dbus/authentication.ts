import { DeniedError, ParseError } from "@sightglass/metrics-registry";

/** Longest line of the authentication; the specification sets none. */
export const MAX_LINE_BYTES = 16_384;

/** What to send before the first answer: the byte that goes before everything, and who this process is. */
export function firstLine(uid: number): string {
  return `\0AUTH EXTERNAL ${Buffer.from(String(uid), "latin1").toString("hex")}\r\n`;
}

/**
 * What to send after a line of the server in the EXTERNAL mechanism, in which the kernel tells the server who asks.
 * `isDone` when messages may follow. Throws DeniedError when the server refuses the user, ParseError on a line that is
 * not part of the protocol.
 */
export function answerLine(line: string, uid: number): { readonly send: string; readonly isDone: boolean } {
  const [word] = line.split(" ", 1);
  if (word === "OK") return { send: "BEGIN\r\n", isDone: true };
  if (word === "DATA") return { send: "DATA\r\n", isDone: false };
  if (word === "REJECTED") {
    throw new DeniedError(
      `the message bus does not know user ${uid} (it offers: ${line.slice("REJECTED".length).trim().slice(0, 200)}); run as a user of the bus's own system`,
    );
  }
  throw new ParseError("D-Bus authentication", 0, `the server said ${JSON.stringify(line.slice(0, 200))}`);
}
