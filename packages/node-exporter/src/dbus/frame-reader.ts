import { messageLength, PREFIX_BYTES } from "./message.ts";

/** Takes what a socket gives and hands on whole messages. */
export type FrameReader = (chunk: Buffer, onFrame: (frame: Buffer) => void) => void;

/**
 * Makes a reader that cuts a stream of bytes into messages. Bytes are copied at most twice, however small the pieces
 * are in which they come. It throws ParseError when what comes is no message, or too long a one.
 */
export function createFrameReader(): FrameReader {
  let chunks: Buffer[] = [];
  let total = 0;
  let needed = PREFIX_BYTES;

  return (chunk, onFrame) => {
    chunks.push(chunk);
    total += chunk.length;
    while (total >= needed) {
      const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, total);
      const length = messageLength(bytes);
      const isWhole = total >= length;
      const rest = isWhole ? bytes.subarray(length) : bytes;
      chunks = rest.length === 0 ? [] : [rest];
      total = rest.length;
      needed = isWhole ? PREFIX_BYTES : length;
      if (isWhole) onFrame(bytes.subarray(0, length));
    }
  };
}
